import { quote } from '../lib/quote.js';
import { isName } from '../lib/text.js';
import { toSeconds } from '../rules/duration.js';
import { toPrincipal } from '../rules/evaluate.js';
import type { Principal } from '../rules/principal.js';
import { splitList } from './arguments.js';
import { UsageError } from './usage-error.js';

/** The options that describe the caller of a request. */
export const CALLER_OPTIONS = {
  groups: { type: 'string' },
  scopes: { type: 'string' },
  subject: { type: 'string' },
  client: { type: 'boolean' },
  claim: { type: 'string', multiple: true },
  issued: { type: 'string' },
  'signed-in': { type: 'string' },
} as const;

type CallerValues = {
  readonly [TName in keyof typeof CALLER_OPTIONS]?: string | boolean | string[] | undefined;
};

/** @returns `undefined` for an unauthenticated request */
export function toCaller(values: CallerValues): Principal | undefined {
  const given = Object.keys(CALLER_OPTIONS) as (keyof CallerValues)[];
  if (given.every((name) => values[name] === undefined)) return undefined;
  const { groups = '', scopes = '', subject, client, claim = [], issued } = values;
  const claims = toPairs('--claim', claim as string[]);
  if (claims.sub !== undefined) throw new UsageError('--claim sub is the option --subject');
  if (client && values['signed-in'] !== undefined) {
    throw new UsageError('--signed-in is for a person, and --client is a machine');
  }
  const signedIn = client ? undefined : secondsAgo('--signed-in', values['signed-in']);
  return toPrincipal({
    groups: toNames('--groups', groups as string),
    scopes: toNames('--scopes', scopes as string),
    subject,
    type: client ? 'client' : 'user',
    issuedAt: secondsAgo('--issued', issued),
    signedInAt: signedIn,
    // The `sub` of a machine is its `client_id`.
    claims: client ? { client_id: subject, ...claims } : claims,
  });
}

/** A name with white space around it is in no rule, so it would be denied without a word. */
function toNames(option: string, text: string): string[] {
  const names = splitList(text);
  if (names.every(isName)) return names;
  throw new UsageError(
    `${option} is ${quote(text)}; write names with commas and no spaces, such as A,B`,
  );
}

function secondsAgo(option: string, value: unknown): number {
  const now = Date.now() / 1000;
  if (value === undefined) return now;
  const seconds = toSeconds(value);
  if (seconds > 0) return now - seconds;
  throw new UsageError(
    `${option} is ${quote(value)}; write a duration such as '15m', '1h' or '7d'`,
  );
}

export function toPairs(option: string, texts: readonly string[]): Record<string, string> {
  const pairs: Record<string, string> = Object.create(null);
  for (const text of texts) {
    const at = text.indexOf('=');
    if (at < 1) throw new UsageError(`${option} is ${quote(text)}; write NAME=TEXT`);
    pairs[text.slice(0, at)] = text.slice(at + 1);
  }
  return pairs;
}
