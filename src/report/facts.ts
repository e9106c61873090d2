import { type CompiledRule, membersOf } from '../rules/compile.js';
import type { Principal } from '../rules/principal.js';
import { satisfies } from '../rules/truth.js';
import { valuesFor } from './template-values.js';

/** A caller and a request of which some facts are known. A fact that is not known is absent. */
export interface World {
  readonly caller: Principal;
  readonly parameters: Readonly<Record<string, string>>;
  /** The age of the token, and of the sign-in, in seconds. */
  readonly issuedAge?: number;
  readonly signedInAge?: number;
  /** The values of the known claims, which a path parameter may equal. */
  readonly claimed: ReadonlySet<string>;
}

/** One fact that a rule compares: from a world to those in which it is known too. */
export type Fact = (world: World) => Iterable<World>;

/** What the open parts of a rule compare, each once. */
class Compared {
  /** Of each path parameter, the values for which a template names a group of the caller. */
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
 * The world that knows nothing but the caller of a column, and the facts that decide a rule there.
 * A fact takes each value that the rule can distinguish, and is never missing or malformed: no rule
 * allows for want of a fact what it would deny with it.
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

/** A part that is definite in this column compares nothing that could change it. */
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

/** A claim may equal another one, because one path parameter may be compared with both. */
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

/** Different characters, none of which separates the values of a template or is in a group. */
function freshValues(count: number, taken: string): string[] {
  const values: string[] = [];
  // Private use, so that they are in hardly any text.
  for (let code = 0xe000; values.length < count; code += 1) {
    const value = String.fromCharCode(code);
    if (!taken.includes(value)) values.push(value);
  }
  return values;
}

/** Every subset, the whole list first. A token with a scope has one that no rule names. */
function scopesFact(named: readonly string[]): Fact {
  return function* worldsOf(world) {
    for (let subset = 0; subset < 2 ** named.length; subset += 1) {
      const granted = named.filter((_, index) => Math.floor(subset / 2 ** index) % 2 === 0);
      yield { ...world, caller: { ...world.caller, scopes: [...granted, 'another scope'] } };
    }
  };
}

/** Zero, and half a second over each limit: limits are whole seconds, so it exceeds no other. */
function ageFact(field: 'issuedAge' | 'signedInAge', limits: ReadonlySet<number>): Fact {
  const ages = [0, ...[...limits].map((seconds) => seconds + 0.5)];
  return (world) => ages.map((age) => ({ ...world, [field]: age }));
}
