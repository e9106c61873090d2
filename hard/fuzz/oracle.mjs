/**
 * What the documents promise, written a second time: whether a rule grants access, and with which
 * answer a request is denied. It shares no code with `src`.
 */
import { DURATIONS } from './values.mjs';

const YES = 'yes';
const NO = 'no';
const OPEN = 'open';

const said = (isTrue) => (isTrue ? YES : NO);

/**
 * @param world `{ person, parameters, now }`: the caller or `undefined`, the path parameters as the
 *   event has them, the clock in seconds
 * @returns `{ status, challenge }`
 */
export function verdictOf(rule, world) {
  if (typeof rule === 'object' && 'everyone' in rule) return { status: 200 };
  if (world.person === undefined) return { status: 401, challenge: 'Bearer' };
  if (weigh(rule, world) === YES) return { status: 200 };
  return denialOf(blamed(rule, world), world);
}

function weigh(rule, world) {
  if (typeof rule === 'string') return said(world.person.groups.indexOf(rule) >= 0);
  if ('allOf' in rule) return worst(rule.allOf.map((part) => weigh(part, world)));
  if ('anyOf' in rule) return inverse(worst(rule.anyOf.map((part) => inverse(weigh(part, world)))));
  if ('noneOf' in rule) return worst(rule.noneOf.map((part) => inverse(weigh(part, world))));
  return weighFact(rule, world);
}

const worst = (answers) => [NO, OPEN].find((answer) => answers.includes(answer)) ?? YES;

const inverse = (answer) => ({ yes: NO, no: YES, open: OPEN })[answer];

function weighFact(rule, { person, parameters, now }) {
  if ('authenticated' in rule || 'everyone' in rule) return YES;
  if ('user' in rule) return person.type === undefined ? OPEN : said(person.type === 'user');
  if ('scope' in rule) {
    return person.scopes.length === 0 ? OPEN : said(person.scopes.indexOf(rule.scope) >= 0);
  }
  if ('issuedWithin' in rule) return youngerThan(rule.issuedWithin, person.issuedAt, now);
  if ('signedInWithin' in rule) return youngerThan(rule.signedInWithin, person.signedInAt, now);
  if ('owner' in rule) {
    const mine = person.claims[rule.claim?.dangerouslyUserWritable ?? rule.claim ?? 'sub'];
    const theirs = usable(parameters, rule.owner);
    if (typeof mine !== 'string' || mine === '' || theirs === undefined) return OPEN;
    return said(mine === theirs);
  }
  const group = filled(rule.groupTemplate, parameters);
  return group === undefined ? OPEN : weigh(group, { person });
}

function youngerThan(duration, since, now) {
  if (since === undefined || since - now > 60) return OPEN;
  return said(now - since <= DURATIONS[duration]);
}

/** A value that router, rule and handler read alike. */
function usable(parameters, name) {
  const value = Object.getOwnPropertyDescriptor(parameters ?? {}, name)?.value;
  return typeof value === 'string' && /^[^%]+$/su.test(value) ? value : undefined;
}

/** `x-{id}` has no character between two placeholders; `y-{id}/{other}` has one. */
function filled(template, parameters) {
  const separator = /\}(.)\{/su.exec(template)?.[1];
  let isUsable = true;
  const name = template.replace(/\{(\w+)\}/g, (_, parameter) => {
    const value = usable(parameters, parameter);
    if (value === undefined || (separator !== undefined && value.includes(separator))) {
      isUsable = false;
    }
    return value;
  });
  return isUsable ? name : undefined;
}

/** The innermost parts that do not grant access; `noneOf` is one of them as a whole. */
function blamed(rule, world) {
  if (weigh(rule, world) === YES) return [];
  const parts = typeof rule === 'object' ? (rule.allOf ?? rule.anyOf) : undefined;
  return parts === undefined ? [rule] : parts.flatMap((part) => blamed(part, world));
}

function denialOf(parts, world) {
  const { person, now } = world;
  const having = (kind) => parts.filter((part) => typeof part === 'object' && kind in part);
  const issued = having('issuedWithin');
  const isAhead = person.issuedAt !== undefined && person.issuedAt - now > 60;
  if (issued.length > 0 && (isAhead || issued.some((part) => weigh(part, world) === NO))) {
    return { status: 401, challenge: 'Bearer error="invalid_token"' };
  }
  const signed = having('signedInWithin');
  if (
    signed.length === parts.length &&
    signed.every((part) => weigh(part, world) === NO) &&
    person.type === 'user'
  ) {
    const age = Math.min(...signed.map(({ signedInWithin }) => DURATIONS[signedInWithin]));
    const error = 'Bearer error="insufficient_user_authentication"';
    return { status: 401, challenge: `${error}, max_age="${age}"` };
  }
  const scopes = [...new Set(having('scope').map(({ scope }) => scope))];
  if (having('scope').length < parts.length) return { status: 403 };
  return {
    status: 403,
    challenge: `Bearer error="insufficient_scope", scope="${scopes.join(' ')}"`,
  };
}
