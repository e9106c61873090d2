import { misuse } from '../lib/misuse.js';
import { quote } from '../lib/quote.js';
import type { CallerOptions } from './caller.js';
import { FIELDS, type Kinds, LIST, oneOf, TEXT } from './options.js';
import { checkGroups } from './token-claims.js';

const FORMATS = ['json', 'comma', 'space', 'array'] as const;

/**
 * The context that your Lambda authorizer returns. It is not a token, so it has no other claims.
 */
export interface ContextOptions extends Pick<CallerOptions, 'groups' | 'subject'> {
  /** The key that holds the groups. Default: `'groups'`. */
  readonly key?: string;
  /** The format of the groups. Default: `'json'`. */
  readonly format?: (typeof FORMATS)[number];
  /** Additional keys of the context. */
  readonly context?: Readonly<Record<string, unknown>>;
}

export const CONTEXT: Kinds<ContextOptions> = {
  groups: LIST,
  subject: TEXT,
  key: TEXT,
  format: oneOf(FORMATS),
  context: FIELDS,
};

/**
 * The context as the event contains it. A flat context holds only strings, and API Gateway adds
 * `principalId`.
 */
export function contextOf(
  builder: string,
  options: ContextOptions,
  isFlat: boolean,
): Record<string, unknown> | undefined {
  const {
    groups,
    key = 'groups',
    format = 'json',
    subject = '3f1a7c52-0000-4000-8000-000000000001',
    context = {},
  } = options;
  if (groups === undefined) return undefined;
  if (isFlat && format === 'array') {
    throw new TypeError(
      `${builder}: only payload format 2.0 of an HTTP API sends an array; write another format`,
    );
  }
  const list = encode(builder, groups, format);
  const entries = Object.entries({ sub: subject, [key]: list, ...context });
  const values = isFlat
    ? entries.map(([name, value]) => [name, flatValue(builder, name, value)])
    : entries;
  return {
    ...Object.fromEntries(values),
    ...(isFlat ? { principalId: subject, integrationLatency: 12 } : {}),
  };
}

/**
 * @throws TypeError for a value for which API Gateway answers 500 instead of calling the function
 */
function flatValue(builder: string, name: string, value: unknown): string {
  if (name === 'claims') {
    throw new TypeError(`${builder}: the context key claims is reserved; write another key`);
  }
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  throw new TypeError(
    `${builder}: the context key ${name} is ${quote(value)}; ` +
      'write a string, a number or a boolean, which are all that a flat context holds',
  );
}

function encode(
  builder: string,
  groups: readonly string[],
  format: NonNullable<ContextOptions['format']>,
): unknown {
  checkGroups(builder, groups);
  if (format === 'array') return [...groups];
  if (format === 'json') return JSON.stringify(groups);
  if (format === 'space') return groups.join(' ');
  if (groups.some((name) => name.includes(','))) {
    misuse(`${builder}: a comma-separated list`, groups, 'names without a comma');
  }
  return groups.join(',');
}
