import { type CompiledRule, membersOf } from '../rules/compile.js';
import type { Principal } from '../rules/principal.js';
import { satisfies } from '../rules/truth.js';
import { valuesFor } from './template-values.js';

/** A caller and a request of which some facts are known. An unknown fact is absent. */
export interface World {
  readonly caller: Principal;
  readonly parameters: Readonly<Record<string, string>>;
  /** The age of the token, and of the sign-in, in seconds. */
  readonly issuedAge?: number;
  readonly signedInAge?: number;
  /** The values of the known claims, which a path parameter may equal. */
  readonly claimed: ReadonlySet<string>;
}

/** One fact that a rule compares: extends a world to the worlds in which the fact is also known. */
export type Fact = (world: World) => Iterable<World>;

/** What the undecided parts of a rule compare, each once. */
class Compared {
  /** For each path parameter, the values with which a template names a group of the caller. */
  readonly parameters = new Map<string, Set<string>>();
  readonly claims = new Set<string>();
  readonly scopes = new Set<string>();
  readonly issuedWithin = new Set<number>();
  readonly signedInWithin = new Set<number>();

  addParameter(name: string, ...values: readonly string[]): void {
    this.parameters.set(name, new Set([...(this.parameters.get(name) ?? []), ...values]));
  }
}

/**
 * The world in which only the caller of a column is known, and the facts that decide a rule there.
 * A fact takes each value that the rule can distinguish. It is never missing or malformed, because
 * a missing fact never makes a rule grant access.
 */
export function factsOf(rule: CompiledRule, caller: Principal): [World, readonly Fact[]] {
  const compared = new Compared();
  collect(rule, caller, compared);
  const { parameters, claims, scopes, issuedWithin, signedInWithin } = compared;
  const taken = JSON.stringify([rule.data, caller.groups]);
  const fresh = freshValues(parameters.size + claims.size, taken);
  const named = [...parameters.values()].flatMap((values) => [...values]);
  const facts = [
    ...[...claims].map((claim) => claimFact(claim, [...named, fresh.pop() as string])),
    ...[...parameters].map(([name, values]) =>
      parameterFact(name, [...values, fresh.pop() as string]),
    ),
    ...(scopes.size === 0 ? [] : [scopesFact([...scopes])]),
    ...(issuedWithin.size === 0 ? [] : [ageFact('issuedAge', issuedWithin)]),
    ...(signedInWithin.size === 0 ? [] : [ageFact('signedInAge', signedInWithin)]),
  ];
  return [{ caller, parameters: {}, claimed: new Set() }, facts];
}

/** The kinds that compare only the groups and the type of the caller, which a column fixes. */
type DefiniteKind = 'group' | 'authenticated' | 'user' | 'everyone';

/** If a part is definite in this column, no fact that it compares can change it. */
function collect(rule: CompiledRule, caller: Principal, compared: Compared): void {
  if (satisfies(rule, caller, {}, []) !== undefined) return;
  switch (rule.kind) {
    case 'owner':
      compared.addParameter(rule.value);
      for (const claim of claimsOf(caller, rule.claim)) compared.claims.add(claim);
      break;
    case 'groupTemplate':
      for (const name of rule.value.parameters) compared.addParameter(name);
      for (const values of valuesFor(rule, caller.groups)) {
        for (const [name, value] of values) compared.addParameter(name, value);
      }
      break;
    case 'scope':
      compared.scopes.add(rule.value);
      break;
    case 'issuedWithin':
    case 'signedInWithin':
      compared[rule.kind].add(rule.value);
      break;
    default:
      rule.kind satisfies 'anyOf' | 'allOf' | 'noneOf' | DefiniteKind;
      for (const member of membersOf(rule)) collect(member, caller, compared);
  }
}

/** The `client_id` of a machine is its `sub`, and a machine has no user name. */
function claimsOf({ type }: Principal, claim: string): readonly string[] {
  if (type !== 'client') return [claim];
  if (claim === 'username' || claim === 'cognito:username') return [];
  return [claim === 'client_id' ? 'sub' : claim];
}

/** Two claims may be equal, because a rule may compare one path parameter with both. */
function claimFact(claim: string, values: readonly string[]): Fact {
  return (world) =>
    [...new Set([...values, ...world.claimed])].map((value) => ({
      ...world,
      caller: withClaim(world.caller, claim, value),
      claimed: new Set([...world.claimed, value]),
    }));
}

function withClaim(caller: Principal, claim: string, value: string): Principal {
  if (claim !== 'sub') return { ...caller, claims: { ...caller.claims, [claim]: value } };
  const claims = caller.type === 'client' ? { ...caller.claims, client_id: value } : caller.claims;
  return { ...caller, subject: value, claims };
}

function parameterFact(name: string, values: readonly string[]): Fact {
  return (world) =>
    [...new Set([...values, ...world.claimed])].map((value) => ({
      ...world,
      parameters: { ...world.parameters, [name]: value },
    }));
}

/** Characters that neither separate values of a template nor occur in a group. */
function freshValues(count: number, taken: string): string[] {
  const values: string[] = [];
  // From the private use area, because hardly any text contains such characters.
  for (let code = 0xe000; values.length < count; code += 1) {
    const value = String.fromCharCode(code);
    if (!taken.includes(value)) values.push(value);
  }
  return values;
}

/** Every subset of the scopes, the whole set first. Each also has a scope that no rule names. */
function scopesFact(named: readonly string[]): Fact {
  return function* worldsOf(world) {
    for (let subset = 0; subset < 2 ** named.length; subset += 1) {
      const granted = named.filter((_, index) => Math.floor(subset / 2 ** index) % 2 === 0);
      yield { ...world, caller: { ...world.caller, scopes: [...granted, 'another scope'] } };
    }
  };
}

/**
 * Zero, and half a second over each limit. Limits are whole seconds, so this exceeds no larger
 * limit.
 */
function ageFact(field: 'issuedAge' | 'signedInAge', limits: ReadonlySet<number>): Fact {
  const ages = [0, ...[...limits].map((seconds) => seconds + 0.5)];
  return (world) => ages.map((age) => ({ ...world, [field]: age }));
}
