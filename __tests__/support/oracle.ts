import type { Rule } from 'middy-cognito-groups';
import type { Person } from './arbitrary-rules.js';

export interface Verdict {
  readonly status: 200 | 401 | 403;
  readonly challenge: string | undefined;
}

/** What a statement about a request can be. Two of them: nobody knows. */
type Possible = ReadonlySet<boolean>;

const YES: Possible = new Set([true]);
const NO: Possible = new Set([false]);
const UNKNOWN: Possible = new Set([true, false]);

/** The durations of random rules, in seconds. */
const SECONDS: Readonly<Record<string, number>> = {
  '90s': 90,
  '15m': 900,
  '1h': 3600,
  '1d': 86_400,
};

/** A rule as one key and its value, whatever else stands in it. */
interface Statement {
  readonly kind: string;
  readonly value: unknown;
  readonly claim: unknown;
}

interface World {
  readonly person: Person;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The clock, in seconds. */
  readonly now: number;
}

/**
 * A second, naive evaluator, written from the documents. For each part of a rule it lists every
 * answer that the known facts leave open; access needs that no open answer is "no". The parts with
 * an open "no" make the status and the challenge. It shares no code and no order of evaluation with
 * `src`.
 */
export function oracle(
  rule: Rule,
  person: Person | undefined,
  event: object,
  clock: number,
): Verdict {
  if (typeof rule === 'object' && 'everyone' in rule) return { status: 200, challenge: undefined };
  if (person === undefined) return { status: 401, challenge: 'Bearer' };
  const { pathParameters: parameters = {} } = event as { pathParameters?: World['parameters'] };
  const world: World = { person, parameters, now: clock / 1000 };
  if (!possible(rule, world).has(false)) return { status: 200, challenge: undefined };
  return answer(culprits(rule, world), world);
}

function statement(rule: Rule): Statement {
  if (typeof rule === 'string') return { kind: 'group', value: rule, claim: undefined };
  const { claim, ...others } = rule as Record<string, unknown>;
  const [[kind = '', value] = []] = Object.entries(others);
  return { kind, value, claim };
}

function possible(rule: Rule, world: World): Possible {
  const { kind, value } = statement(rule);
  const parts = () => (value as Rule[]).map((part) => possible(part, world));
  if (kind === 'allOf') return every(parts());
  if (kind === 'anyOf') return opposite(every(parts().map(opposite)));
  if (kind === 'noneOf') return every(parts().map(opposite));
  return fact(statement(rule), world);
}

/** "Each of them" can be true if each can, and can be false if one can. */
function every(parts: readonly Possible[]): Possible {
  return new Set([
    ...(parts.every((part) => part.has(true)) ? [true] : []),
    ...(parts.some((part) => part.has(false)) ? [false] : []),
  ]);
}

function opposite(part: Possible): Possible {
  return new Set([...part].map((answer) => !answer));
}

const known = (answer: boolean): Possible => (answer ? YES : NO);

function fact({ kind, value, claim }: Statement, { person, parameters, now }: World): Possible {
  const member = (name: string) => known(person.groups.some((group) => group === name));
  /** The values that a handler can be sure of. */
  const usable = (name: string) =>
    [parameters[name]].filter((each): each is string => /^[^%]+$/.test(`${each}`)).filter(isString);
  switch (kind) {
    case 'group':
      return member(value as string);
    case 'authenticated':
      return YES;
    case 'user':
      return { user: YES, client: NO, neither: UNKNOWN }[person.type ?? 'neither'];
    case 'scope':
      if ((person.scopes ?? []).length === 0) return UNKNOWN;
      return known(` ${person.scopes?.join(' ')} `.includes(` ${value} `));
    case 'issuedWithin':
      return recent(person.issuedAt, value, now);
    case 'signedInWithin':
      return recent(person.signedInAt, value, now);
    case 'owner': {
      const mine = [ownerClaim(claim, person)].filter(isString).filter((each) => each.length > 0);
      const pairs = mine.flatMap((one) => usable(value as string).map((other) => [one, other]));
      return pairs.length === 0 ? UNKNOWN : known(pairs.every(([one, other]) => one === other));
    }
    case 'groupTemplate': {
      const [id] = usable('id');
      const [other] = usable('other');
      if (value === 'x-{id}') return id === undefined ? UNKNOWN : member(`x-${id}`);
      if (id === undefined || other === undefined) return UNKNOWN;
      return `${id}${other}`.includes('/') ? UNKNOWN : member(`y-${id}/${other}`);
    }
    default:
      throw new Error(`the oracle does not know ${kind}`);
  }
}

const isString = (value: unknown): value is string => typeof value === 'string';

function ownerClaim(claim: unknown, { subject, claims = {} }: Person): unknown {
  if (claim === undefined) return subject;
  return claims[isString(claim) ? claim : 'custom:tenant'];
}

function recent(since: number | undefined, duration: unknown, now: number): Possible {
  if (since === undefined || since > now + 60) return UNKNOWN;
  return known(since + Number(SECONDS[duration as string]) >= now);
}

/** The innermost parts without access, in the order in which they are written. */
function culprits(rule: Rule, world: World): Statement[] {
  if (!possible(rule, world).has(false)) return [];
  const { kind, value } = statement(rule);
  if (kind === 'allOf' || kind === 'anyOf') {
    return (value as Rule[]).flatMap((part) => culprits(part, world));
  }
  return [statement(rule)];
}

/** The table "Answers" of the documents. */
function answer(parts: readonly Statement[], world: World): Verdict {
  const { person, now } = world;
  const kinds = new Set(parts.map(({ kind }) => kind));
  const values = [...new Set(parts.map(({ value }) => value).filter(isString))];
  const only = (kind: string) => kinds.size === 1 && kinds.has(kind);
  const old = (part: Statement) => !fact(part, world).has(true);

  const issued = parts.filter(({ kind }) => kind === 'issuedWithin');
  const isAhead = person.issuedAt !== undefined && person.issuedAt > now + 60;
  if (issued.some(old) || (issued.length > 0 && isAhead)) {
    return { status: 401, challenge: 'Bearer error="invalid_token"' };
  }
  if (only('signedInWithin') && parts.every(old) && person.type === 'user') {
    const maxAge = values.map((value) => Number(SECONDS[value])).sort((a, b) => a - b)[0];
    const error = 'Bearer error="insufficient_user_authentication"';
    return { status: 401, challenge: `${error}, max_age="${maxAge}"` };
  }
  if (only('scope')) {
    const challenge = `Bearer error="insufficient_scope", scope="${values.join(' ')}"`;
    return { status: 403, challenge };
  }
  return { status: 403, challenge: undefined };
}
