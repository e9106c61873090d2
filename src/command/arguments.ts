import { type ParseArgsConfig, parseArgs } from 'node:util';
import { nearestName } from '../lib/nearest-name.js';
import { quote } from '../lib/quote.js';
import { UsageError } from './usage-error.js';

type Options = NonNullable<ParseArgsConfig['options']>;

type Values<TOptions extends Options> = ReturnType<
  typeof parseArgs<{ options: TOptions; allowPositionals: true }>
>['values'];

/**
 * @param names the arguments without a dash, all of which are required
 * @throws UsageError for an unknown option, an option given twice, and a wrong number of arguments
 */
export function readArguments<const TOptions extends Options>(
  args: readonly string[],
  names: readonly string[],
  options: TOptions,
): { readonly positionals: readonly string[]; readonly values: Values<TOptions> } {
  const { positionals, values, tokens } = parse([...args], options);
  const given = new Set<string>();
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    if (given.has(token.name) && options[token.name]?.multiple !== true) {
      throw new UsageError(`option --${token.name} is given twice`);
    }
    given.add(token.name);
  }
  const missing = names[positionals.length];
  if (missing !== undefined) throw new UsageError(`argument ${missing} is missing`);
  const extra = positionals[names.length];
  if (extra !== undefined) {
    const route = `${positionals.at(names.length - 1)} ${extra}`;
    const hint = extra.startsWith('/') ? `; write the route in quotes: ${quote(route)}` : '';
    throw new UsageError(
      `unexpected argument ${quote(extra)}${names.includes('ROUTE') ? hint : ''}`,
    );
  }
  return { positionals, values };
}

function parse<const TOptions extends Options>(args: string[], options: TOptions) {
  try {
    return parseArgs({ args, options, allowPositionals: true, tokens: true });
  } catch (error) {
    throw new UsageError(explain(error as NodeJS.ErrnoException, Object.keys(options)));
  }
}

/** Shortens Node's message, which continues with advice about a double dash. */
function explain({ code, message }: NodeJS.ErrnoException, names: readonly string[]): string {
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
    const name = String(message.split("'")[1]);
    const nearest = nearestName(name.replace(/^-+/u, ''), names);
    const known = names.map((one) => `--${one}`).join(', ');
    const hint = nearest === undefined ? `the options are ${known}` : `did you mean --${nearest}?`;
    return `unknown option ${quote(name)}; ${hint}`;
  }
  const first = String(message.split(/\n|\.\s/u)[0]);
  return `${first.charAt(0).toLowerCase()}${first.slice(1).replace(/\.$/u, '')}`;
}

/** `a,b` is two names; an empty string is none. */
export function splitList(text: string): string[] {
  return text === '' ? [] : text.split(',');
}
