/** Random rules of every kind, as data. */
import fc from 'fast-check';
import { DURATIONS, NAMES, SCOPES, TORN_NAMES, USUAL_NAMES } from './values.mjs';

const duration = fc.constantFrom(...Object.keys(DURATIONS));

const TEMPLATES = ['x-{id}', 'y-{id}/{other}', 'y-{id}:{other}', '{id}'];

const members = (tie) => fc.array(tie, { minLength: 1, maxLength: 3 });

const { nested } = fc.letrec((tie) => ({
  nested: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 6, arbitrary: fc.constantFrom(...USUAL_NAMES) },
    { weight: 1, arbitrary: fc.constantFrom(...NAMES, ...TORN_NAMES) },
    fc.constantFrom({ authenticated: true }, { user: true }),
    fc.record({ scope: fc.constantFrom(...SCOPES) }),
    fc.record({ issuedWithin: duration }),
    fc.record({ signedInWithin: duration }),
    fc.constantFrom(
      { owner: 'id' },
      { owner: 'other' },
      { owner: 'id', claim: 'tenant' },
      { owner: 'id', claim: { dangerouslyUserWritable: 'custom:tenant' } },
    ),
    fc.record({ groupTemplate: fc.constantFrom(...TEMPLATES) }),
    { weight: 3, arbitrary: fc.record({ anyOf: members(tie('nested')) }) },
    fc.record({ allOf: members(tie('nested')) }),
    fc.record({ noneOf: members(tie('nested')) }),
  ),
}));

/** Many names, so that many callers satisfy it. */
const generous = fc.oneof(
  fc
    .uniqueArray(fc.constantFrom(...USUAL_NAMES), { minLength: 3 })
    .map((names) => ({ anyOf: names })),
  fc.tuple(nested, fc.constant({ authenticated: true })).map((anyOf) => ({ anyOf })),
  fc.constantFrom(...USUAL_NAMES).map((name) => ({ noneOf: [name] })),
  fc.constantFrom(...TEMPLATES).map((groupTemplate) => ({ noneOf: [{ groupTemplate }] })),
);

/** Where every part fails for one reason, the answer names it. */
const alike = fc
  .tuple(
    fc.constantFrom('anyOf', 'allOf'),
    fc.oneof(
      fc
        .uniqueArray(duration, { minLength: 2 })
        .map((all) => all.map((each) => ({ signedInWithin: each }))),
      fc
        .uniqueArray(fc.constantFrom(...SCOPES), { minLength: 2 })
        .map((all) => all.map((each) => ({ scope: each }))),
    ),
  )
  .map(([kind, parts]) => ({ [kind]: parts }));

export const rule = fc.oneof(
  { weight: 20, arbitrary: nested },
  { weight: 12, arbitrary: generous },
  { weight: 2, arbitrary: alike },
  { weight: 1, arbitrary: fc.constant({ everyone: true }) },
);

/** A rule with each part that is not a list replaced. */
function mapRule(each, replace) {
  if (typeof each === 'string') return replace(each);
  const [[kind, value]] = Object.entries(each);
  if (!Array.isArray(value)) return replace(each);
  return replace({ [kind]: value.map((part) => mapRule(part, replace)) });
}

/** The path parameters that a part of a rule reads. */
function parametersOf(part) {
  if (typeof part !== 'object') return [];
  if ('owner' in part) return [part.owner];
  return [...(part.groupTemplate ?? '').matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
}

/** The rule as a table accepts it for this path: without the parameters that the path lacks. */
export function fittingTo(path, each) {
  const isMissing = (name) => !path.includes(`{${name}}`);
  return mapRule(each, (part) => (parametersOf(part).some(isMissing) ? 'admin' : part));
}

/** The rule without the parts that an identity with fewer facts might satisfy. */
export function monotone(each) {
  return mapRule(each, (part) =>
    typeof part === 'object' && ('noneOf' in part || 'user' in part) ? 'nobody' : part,
  );
}

/** The groups that a rule names. */
export function groupsIn(each) {
  const names = [];
  mapRule(each, (part) => {
    if (typeof part === 'string') names.push(part);
    return part;
  });
  return names;
}
