/** Concrete requests of a caller, for the public `evaluate`. */
const UNKNOWN = undefined;
const VALUES = [UNKNOWN, '1', '2', 'z'];
const AGES = [UNKNOWN, 0, 600, 1800, 7200, 172_800];
const SCOPES = ['orders/read', 'orders/write', 'openid'];

const subsets = (items) =>
  items.reduce((all, item) => all.flatMap((one) => [one, [...one, item]]), [[]]);

/** At least one value on each side of all that a random rule compares, and one that is missing. */
const FACTS = {
  id: [VALUES, 'id'],
  other: [VALUES, '{other}'],
  subject: [VALUES, '{"owner":"id"}'],
  tenant: [VALUES, '"tenant"'],
  customTenant: [VALUES, 'custom:tenant'],
  scopes: [[...subsets(SCOPES), ['another scope']], '"scope"'],
  tokenAge: [AGES, 'issuedWithin'],
  signInAge: [AGES, 'signedInWithin'],
};

/** Every combination of the facts that a rule mentions. */
export function* requestsOf(rule, { type, groups, scopes }) {
  const text = JSON.stringify(rule);
  const facts = Object.entries(FACTS).map(([name, [values, mention]]) => {
    const isKnown = name === 'scopes' && scopes.length > 0;
    return [name, isKnown ? [scopes] : text.includes(mention) ? values : values.slice(0, 1)];
  });
  const count = facts.reduce((product, [, values]) => product * values.length, 1);
  for (let turn = 0; turn < count; turn += 1) {
    let rest = turn;
    const request = {};
    for (const [name, values] of facts) {
      request[name] = values[rest % values.length];
      rest = Math.floor(rest / values.length);
    }
    yield toArguments(type, groups, request);
  }
}

function toArguments(type, groups, request) {
  const { id, other, subject, scopes, tenant, customTenant, tokenAge, signInAge } = request;
  const now = Math.floor(Date.now() / 1000);
  const since = (age) => (age === undefined ? undefined : now - age);
  const principal = {
    type,
    groups,
    subject,
    scopes,
    issuedAt: since(tokenAge),
    signedInAt: since(signInAge),
    claims: { tenant, 'custom:tenant': customTenant },
  };
  return [principal, { pathParameters: { id, other } }];
}
