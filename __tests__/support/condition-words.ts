import type { Implies } from 'middy-cognito-groups';
import { closure, type Request } from './callers-of-column.js';

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

/** Every phrase of a condition, and what it says about a request; `undefined` is unknown. */
const PHRASES: readonly [
  RegExp,
  (request: Request, groups: readonly string[], ...parts: string[]) => boolean | undefined,
][] = [
  [
    /\{id\} is (not )?the caller's (sub|'tenant'|'custom:tenant')/u,
    (request, _, not, claim) => {
      const { subject, tenant, customTenant, id } = request;
      const own = { sub: subject, "'tenant'": tenant, "'custom:tenant'": customTenant }[
        claim ?? ''
      ];
      return isUsable(id) && own !== undefined && (own === id) === (not === undefined);
    },
  ],
  [
    /\{(id|other)\} is '([^']*)'/u,
    (request, _, name, value) => request[name as 'id' | 'other'] === value,
  ],
  [
    /'(x-\{id\}|y-\{id\}\/\{other\})' is not a group of the caller/u,
    ({ id, other }, groups, template) => {
      if (template === 'x-{id}') return isUsable(id) && !groups.includes(`x-${id}`);
      const isPair = [id, other].every((value) => isUsable(value) && !value.includes('/'));
      return isPair && !groups.includes(`y-${id}/${other}`);
    },
  ],
  [
    /the token has (the scope|scopes but not) (\S+?)(?=\)|$| )/u,
    ({ scopes }, _, which, scope = '') =>
      scopes !== undefined && scopes.includes(scope) === (which === 'the scope'),
  ],
  [
    /the (token|sign-in) is (at most|over) (\d+)([smhd]) old/u,
    ({ issuedAge, signedInAge }, _, what, which, count, unit = '') => {
      const age = what === 'token' ? issuedAge : signedInAge;
      const limit = Number(count) * (SECONDS[unit] ?? 0);
      return age >= -60 && age <= limit === (which === 'at most');
    },
  ],
];

const isUsable = (value: string | undefined): value is string =>
  value !== undefined && !value.includes('%');

/**
 * Whether a request meets a condition, read as a person would: each phrase is looked up, then the
 * brackets are resolved.
 */
export function meets(condition: string, column: string, request: Request, implies: Implies) {
  const groups = column.includes(' ') ? [] : closure(column, implies);
  let text = condition;
  for (const [phrase, holds] of PHRASES) {
    text = text.replace(new RegExp(phrase, 'gu'), (_, ...parts) =>
      holds(request, groups, ...parts) ? 'T' : 'F',
    );
  }
  for (let inner = text; ; text = inner) {
    inner = text.replace(/\(([TFandor ]+)\)/gu, (_, flat: string) => resolve(flat));
    if (inner === text) return resolve(text) === 'T';
  }
}

function resolve(flat: string): 'T' | 'F' {
  if (!/^[TF](?:(?: and [TF])*|(?: or [TF])*)$/u.test(flat)) throw new Error(`not read: ${flat}`);
  const isTrue = flat.includes(' or ') ? flat.includes('T') : !flat.includes('F');
  return isTrue ? 'T' : 'F';
}
