import { nearestName } from '../lib/nearest-name.js';
import { quote } from '../lib/quote.js';
import { visible } from '../lib/visible.js';
import { type CompiledRule, compileRule, hasParameter } from '../rules/compile.js';
import { type Decision, decide, whyDenied } from '../rules/evaluate.js';
import { type Principal, withImplied } from '../rules/principal.js';
import { type Access, ruleOf } from './access.js';
import { readArguments } from './arguments.js';
import { CALLER_OPTIONS, toCaller, toPairs } from './caller.js';
import type { Command } from './command.js';
import { grantingParts } from './deciding-part.js';
import { covers } from './findings/route-pattern.js';
import { loadAccess, MODULE_OPTIONS } from './load-access.js';
import { UsageError } from './usage-error.js';

export const explain: Command = {
  help: `explain MODULE ROUTE [caller]

Decides one request and shows which part of the rule decided. The exit code is 0, whether the
request is allowed or not.

  MODULE             as for matrix
  ROUTE              a route as in the table: 'PUT /teams/{teamId}'
  --export NAME      as for matrix
  --implies NAME     as for matrix
  --param NAME=TEXT  the value of a path parameter; repeatable

Options for the caller. Without any of these, the request is unauthenticated.

  --groups A,B       the groups; --groups '' is a caller in no group
  --scopes A,B       the scopes of an access token
  --subject ID       the claim sub
  --claim NAME=TEXT  another claim, for owner() with a claim; repeatable
  --client           a machine with a client-credentials token, not a person
  --issued 10m       how long ago the token was issued; default: now
  --signed-in 1h     how long ago the person signed in; default: now`,

  async run(args, io) {
    const { positionals, values } = readArguments(args, ['MODULE', 'ROUTE'], {
      ...MODULE_OPTIONS,
      ...CALLER_OPTIONS,
      param: { type: 'string', multiple: true, default: [] },
    });
    const [file, route] = positionals as [string, string];
    const parameters = toPairs('--param', values.param);
    const caller = toCaller(values);
    const access = await loadAccess(io, file, values);
    const rule = ruleOf(access, route);
    const lines =
      rule === undefined
        ? explainUnlisted(access, route)
        : explainRule(access, route, rule, caller, parameters);
    io.out(lines.map((line) => `${visible(line)}\n`).join(''));
    return 0;
  },
};

/** More similar routes than this would not help a person. */
const MAX_NEAR = 3;

/** A table answers 403; the router of Middy itself answers a route that it does not have. */
function explainUnlisted({ kind, rules }: Access, route: string): string[] {
  const near = nearRoutes(route, [...rules.keys()]);
  return [
    kind === 'table' ? 'status: 403' : 'status: 404, from the router',
    `rule:   none; ${quote(route)} is not a route of the table`,
    `near:   ${near.slice(0, MAX_NEAR).map(quote).join(', ')}`,
  ];
}

/** Routes whose path matches, those with the same method first, and one with a similar spelling. */
function nearRoutes(route: string, keys: readonly string[]): readonly string[] {
  const [method, path = ''] = route.split(' ');
  const matching = keys.filter((key) => covers(String(key.split(' ')[1]), path));
  const same = matching.filter((key) => key.split(' ')[0] === method);
  const nearest = nearestName(route, keys);
  const near = [
    ...(same.length > 0 ? same : matching),
    ...(nearest === undefined ? [] : [nearest]),
  ];
  return near.length > 0 ? [...new Set(near)] : keys;
}

function explainRule(
  access: Access,
  route: string,
  rule: CompiledRule,
  caller: Principal | undefined,
  parameters: Readonly<Record<string, string>>,
): string[] {
  const unknown = Object.keys(parameters).find((name) => !hasParameter(route, name));
  if (unknown !== undefined) {
    throw new UsageError(`${quote(route)} has no path parameter {${unknown}}`);
  }
  const event = { pathParameters: parameters };
  const principal = caller && withImplied(caller, access.hierarchy);
  const decision = decide(rule, principal, event);
  const { allowed, status, challenge } = decision;
  return [
    `status: ${status}`,
    ...(challenge === undefined ? [] : [`header: WWW-Authenticate: ${challenge}`]),
    `rule:   ${rule.text}`,
    `caller: ${callerText(caller, principal)}`,
    ...(allowed
      ? [`grants: ${textsOf(grantingParts(rule, principal, event))}`]
      : denialLines(decision, rule, principal)),
  ];
}

/** For an unauthenticated request, no single part of the rule decides. */
function denialLines(decision: Decision, rule: CompiledRule, principal: unknown): string[] {
  const { failed, missing } = decision;
  const why = `reason: ${whyDenied(decision, rule)}`;
  if (principal === undefined) return [why];
  const groups = missing.map(quote).join(', ');
  return [
    `failed: ${textsOf(failed.map((part) => compileRule('explain', part)))}`,
    ...(groups === '' ? [] : [`groups: ${groups} missing`]),
    why,
  ];
}

function textsOf(parts: readonly CompiledRule[]): string {
  return [...new Set(parts.map(({ text }) => text))].join(', ');
}

function callerText(given: Principal | undefined, principal: Principal | undefined): string {
  if (given === undefined || principal === undefined) return 'unauthenticated';
  const kind = given.type === 'client' ? 'a client' : 'a person';
  const own = given.groups.map(quote).join(', ');
  const others = principal.groups.filter((group) => !given.groups.includes(group));
  const implied = others.map(quote).join(', ');
  const groups = own === '' ? 'in no group' : `in ${own}`;
  return `${kind} ${groups}${implied === '' ? '' : `, which implies ${implied}`}`;
}
