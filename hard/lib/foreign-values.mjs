/** What somebody else's code may throw or return. */
const throwing = () => {
  throw new Error('a trap ran');
};

const TRAPS = ['get', 'has', 'ownKeys', 'getPrototypeOf', 'getOwnPropertyDescriptor', 'set'];

const hostileProxy = (target) =>
  new Proxy(target, Object.fromEntries(TRAPS.map((name) => [name, throwing])));

const withGetter = (name, target = {}) =>
  Object.defineProperty(target, name, { get: throwing, enumerable: true });

function circular() {
  const value = {};
  value.self = value;
  return value;
}

/** Each is made anew, because some of them can be changed. */
export const FOREIGN_VALUES = {
  undefined: () => undefined,
  null: () => null,
  'a number': () => 401,
  'not a number': () => Number.NaN,
  'a string': () => 'Invalid signature',
  'an empty string': () => '',
  'a boolean': () => true,
  'a bigint': () => 401n,
  'a symbol': () => Symbol('token'),
  'a function': () => () => ({ sub: 'another' }),
  'an empty object': () => ({}),
  'a list': () => [{ sub: 'another', 'cognito:groups': ['member'] }],
  'a date': () => new Date(0),
  'an object without prototype': () => Object.create(null),
  'a frozen error': () => Object.freeze(new Error('frozen')),
  'an error with another name': () => Object.assign(new Error('x'), { name: 'JwtExpiredError' }),
  'an error with a status': () => Object.assign(new Error('x'), { statusCode: 200, status: 200 }),
  'an error whose message throws': () => withGetter('message', new Error('x')),
  'an error whose code throws': () => withGetter('code', new Error('x')),
  'an error whose statusCode throws': () => withGetter('statusCode', new Error('x')),
  'an error whose message is a symbol': () =>
    Object.assign(new Error('x'), { message: Symbol('x') }),
  'an error whose message cannot be text': () =>
    Object.assign(new Error('x'), { message: { toString: throwing } }),
  'an error that is its own cause': () => {
    const error = new Error('x');
    error.cause = error;
    return error;
  },
  'a circular object': circular,
  'a proxy that throws': () => hostileProxy({}),
  'a proxy of an error that throws': () => hostileProxy(new Error('x')),
  'a proxy that was revoked': () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    return proxy;
  },
  'a payload without a subject': () => ({ 'cognito:groups': ['member'] }),
  'a payload with an empty subject': () => ({ sub: '', 'cognito:groups': ['member'] }),
  'a payload with a subject that is no text': () => ({
    sub: ['another'],
    'cognito:groups': ['member'],
  }),
  'a payload that inherits': () => Object.create({ sub: 'another', 'cognito:groups': ['member'] }),
  'the result of another library': () => ({
    payload: { sub: 'another', 'cognito:groups': ['member'] },
  }),
  'a payload as text': () => JSON.stringify({ sub: 'another', 'cognito:groups': ['member'] }),
  'a payload whose groups are text': () => ({ sub: 'another', 'cognito:groups': 'member' }),
  'a payload whose groups throw': () =>
    withGetter('cognito:groups', { sub: 'another', iss: 'http://localhost/x' }),
  'a payload of another issuer': () => ({
    sub: 'another',
    iss: 'https://evil.example',
    'cognito:groups': ['member'],
  }),
};
