import type { CompiledRule } from '../rules/compile.js';
import { cedarString } from './cedar-string.js';
import { all, any, type Formula } from './formula.js';

/**
 * The condition under which a rule grants access.
 *
 * A rule may be unknown, and unknown denies, even under `noneOf`. A Cedar condition is only true or
 * false. Each rule therefore has two conditions: that it is known to grant access, and that it is
 * known not to grant access. If the rule is unknown, both are false. Only comparisons are negated,
 * never conditions.
 *
 * @param label what an error message starts with: the function and the route
 * @param membershipsOf the comparisons for a group, at least one of which each member satisfies
 * @throws TypeError for a rule that this schema cannot express
 */
export function conditionOf(
  label: string,
  rule: CompiledRule,
  membershipsOf: (group: string) => readonly string[],
): Formula {
  return known(rule, true);

  function known(part: CompiledRule, grants: boolean): Formula {
    switch (part.kind) {
      case 'group': {
        const memberships = membershipsOf(part.value);
        return grants ? any(memberships) : all(memberships.map((one) => `!(${one})`));
      }
      case 'anyOf':
        return (grants ? any : all)(part.value.map((one) => known(one, grants)));
      case 'allOf':
        return (grants ? all : any)(part.value.map((one) => known(one, grants)));
      case 'noneOf':
        return (grants ? all : any)(part.value.map((one) => known(one, !grants)));
      case 'authenticated':
        return grants;
      case 'scope':
        return scopeCondition(cedarString(label, part.value), grants);
      case 'owner':
        if (part.claim !== 'sub') throw refused(label, part, OTHER_CLAIM);
        return ownerCondition(cedarString(label, part.value), grants);
      case 'everyone':
      case 'user':
      case 'issuedWithin':
      case 'signedInWithin':
      case 'groupTemplate':
        throw refused(label, part, REASONS[part.kind]);
      default:
        throw refused(label, part satisfies never, 'the kind of the rule is not known');
    }
  }
}

const OTHER_CLAIM = 'the schema holds only the claim sub; write this policy by hand';

const NO_CLOCK = 'the schema holds no time; keep this rule in the function';

const REASONS = {
  everyone: 'Cedar has no anonymous principal; take the route out of the authorizer',
  user: 'a client is a User too; name a group, which no client is in',
  issuedWithin: NO_CLOCK,
  signedInWithin: NO_CLOCK,
  groupTemplate: 'Cedar cannot build the name of a group; keep this rule in the function',
} as const;

function refused(label: string, { text }: CompiledRule, why: string): TypeError {
  return new TypeError(`${label}: ${text} cannot be exported: ${why}`);
}

/** Verified Permissions puts the claims of an access token into the context. */
function scopeCondition(name: string, grants: boolean): Formula {
  const contains = `context.token.scope.contains(${name})`;
  return all([
    'context has token',
    'context.token has scope',
    ...(grants ? [contains] : ['!context.token.scope.isEmpty()', `!${contains}`]),
  ]);
}

/**
 * The authorizer of the API setup passes path parameters as the client wrote them. Verified
 * Permissions turns the claims of an ID token into attributes of the principal.
 */
function ownerCondition(parameter: string, grants: boolean): Formula {
  const value = `context.pathParameters[${parameter}]`;
  const compare = (subject: string) => [
    `${subject} != ""`,
    `${subject} ${grants ? '==' : '!='} ${value}`,
  ];
  return all([
    'context has pathParameters',
    `context.pathParameters has ${parameter}`,
    `${value} != ""`,
    `!(${value} like "*%*")`,
    any([
      all(['principal has sub', ...compare('principal.sub')]),
      all([
        '!(principal has sub)',
        'context has token',
        'context.token has sub',
        ...compare('context.token.sub'),
      ]),
    ]),
  ]);
}
