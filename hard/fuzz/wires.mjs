/** How claims travel in each kind of event, and what of the groups can arrive. */

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

const two = (number) => String(number).padStart(2, '0');

function javaDate(seconds) {
  const date = new Date(seconds * 1000);
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
  const day = `${DAYS[date.getUTCDay()]} ${MONTHS[date.getUTCMonth()]} ${two(date.getUTCDate())}`;
  return `${day} ${time} UTC ${date.getUTCFullYear()}`;
}

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(name, value)]));

const bracketed = (value) => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value));

/** What the authorizer writes for the claims of a token. */
export const WIRES = {
  /** The Cognito authorizer of a REST API. */
  commas: (claims) =>
    mapValues(claims, (name, value) =>
      (name === 'iat' || name === 'exp') && typeof value === 'number'
        ? javaDate(value)
        : String(value),
    ),
  /** The JWT authorizer of an HTTP API. */
  brackets: (claims) => mapValues(claims, (_, value) => bracketed(value)),
  native: (claims) => JSON.parse(JSON.stringify(claims)),
};

/** How the author of a Lambda authorizer writes a list. */
export const FORMATS = {
  json: (groups) => JSON.stringify(groups),
  comma: (groups) => groups.join(','),
  space: (groups) => groups.join(' '),
  array: (groups) => [...groups],
};

function pieces(groups, separator) {
  const found = groups.flatMap((name) => name.split(separator));
  return found.includes('') ? 'rejected' : found;
}

/**
 * What a reader can know of the groups of a token: names with a separator arrive in pieces.
 *
 * @returns the names, or `'rejected'` where the format is one that AWS does not send
 */
export function arrivalOf(groups, wire) {
  if (groups === undefined) return [];
  if (wire === 'space' || wire === 'brackets') return pieces(groups, ' ');
  if (wire === 'comma') return pieces(groups, ',');
  if (wire !== 'commas') return groups;
  const isEscaped = groups.some(
    (name, index) => name.includes('\\,') || (name.endsWith('\\') && index < groups.length - 1),
  );
  const isBracketed = groups.at(0)?.startsWith('[') && groups.at(-1).endsWith(']');
  return isEscaped || isBracketed ? 'rejected' : pieces(groups, ',');
}

const TIME = /^\d{1,12}$/;

/** What the rules see of the claims, once they have arrived. */
export function personOf(arrived, groups, isToken) {
  const text = (name) => (typeof arrived[name] === 'string' ? arrived[name] : undefined);
  const username = text('cognito:username') ?? text('username');
  const isPerson = Boolean(username) || arrived.token_use === 'id';
  const isMachine = arrived.sub === arrived.client_id;
  const hasSubject = Boolean(text('sub')) && isToken;
  return {
    groups,
    subject: text('sub'),
    username,
    type: !hasSubject ? undefined : isPerson ? 'user' : isMachine ? 'client' : undefined,
    scopes: (text('scope') ?? '').split(' ').filter(Boolean),
    clientId: text('client_id'),
    issuer: text('iss'),
    issuedAt: timeOf(arrived.iat),
    signedInAt: timeOf(arrived.auth_time),
    claims: arrived,
  };
}

function timeOf(value) {
  if (typeof value === 'number') return value;
  if (TIME.test(value)) return Number(value);
  const found = / UTC (\d{4})$/.test(value) ? Date.parse(`${value}`) / 1000 : Number.NaN;
  return Number.isNaN(found) ? undefined : found;
}
