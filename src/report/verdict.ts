import { quote } from '../lib/quote.js';
import { type CompiledRule, leavesOf, parametersOf } from '../rules/compile.js';
import { type Decision, decide, whyDenied } from '../rules/evaluate.js';
import { type Hierarchy, impliedGroups } from '../rules/hierarchy.js';
import { withImplied } from '../rules/principal.js';
import { cellOf } from './cell.js';

/** What the reader of a report has chosen about a signed-in caller. */
export interface Caller {
  readonly type: 'user' | 'client';
  readonly groups: readonly string[];
  /** If empty, the scopes of the token are unknown. */
  readonly scopes: readonly string[];
}

export interface Verdict {
  readonly access: 'open' | 'conditional' | 'closed';
  readonly why: string;
}

/**
 * Whether a route is open to a caller, as in a column of a matrix, and why.
 *
 * @param caller `undefined` for a caller who is not signed in
 * @param parameter a value for path parameters and claims: see `choicesOf`
 */
export function verdictOf(
  rule: CompiledRule,
  caller: Caller | undefined,
  hierarchy: Hierarchy,
  parameter: string,
): Verdict {
  const principal = caller && withImplied(caller, hierarchy);
  const cell = cellOf(rule, principal);
  if (cell === 'denied') return { access: 'closed', why: whyClosed(rule, principal, parameter) };
  if (typeof cell === 'object') return { access: 'conditional', why: `open if ${cell.if}` };
  const grounds = groundsOf(rule, principal).map((one) => groundText(one, caller, hierarchy));
  return { access: 'open', why: `access granted by ${grounds.join(', ')}` };
}

/** The alternatives of a rule that grant access on their own. */
function groundsOf(rule: CompiledRule, principal: Caller | undefined): readonly CompiledRule[] {
  if (rule.kind !== 'anyOf') return [rule];
  return rule.value
    .filter((one) => decide(one, principal, {}).allowed)
    .flatMap((one) => groundsOf(one, principal));
}

/** The rule, with the groups of the caller that imply its group. */
function groundText(rule: CompiledRule, caller: Caller | undefined, hierarchy: Hierarchy): string {
  const groups = caller?.groups ?? [];
  if (rule.kind !== 'group' || groups.includes(rule.value)) return rule.text;
  const above = groups.filter((group) => impliedGroups([group], hierarchy).includes(rule.value));
  return `${rule.text} (implied by ${above.map(quote).join(', ')})`;
}

/**
 * The reason for a denial, without the rule. It is that of a request that meets every condition, so
 * what is still missing is what the caller lacks.
 */
function whyClosed(rule: CompiledRule, caller: Caller | undefined, value: string): string {
  const parts = leavesOf(rule);
  const scopes = parts.flatMap((one) => (one.kind === 'scope' ? one.value : []));
  const claims = parts.flatMap((one) => (one.kind === 'owner' ? one.claim : []));
  const fields = (names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, value]));
  const now = Date.now() / 1000;
  const token = { issuedAt: now, signedInAt: now, subject: value, claims: fields(claims) };
  const best = caller && {
    ...caller,
    ...token,
    scopes: caller.scopes.length > 0 ? caller.scopes : scopes,
  };
  const event = { pathParameters: fields(parametersOf(rule)) };
  // A machine has no user name, so the first decision may grant what the second one denies.
  const decisions = [decide(rule, best, event), decide(rule, caller, event)];
  return whyDenied(decisions.find(({ allowed }) => !allowed) as Decision, rule);
}
