import type { Exchange, LambdaEvent } from './exchange.js';
import type { Attempt } from './expectation.js';
import type { ApiType } from './local-aws/events.js';

export interface Row {
  readonly api: ApiType;
  readonly gatewayUrl: string;
  readonly attempt: Attempt;
  readonly exchange: Exchange;
  readonly faults: readonly string[];
}

const HEADINGS = [
  'user',
  "token's groups",
  'API',
  'on the wire',
  'event.auth.groups',
  'route',
  'status',
];

/** Aligned columns, with a rule between the APIs. */
export function toTable(rows: readonly Row[]): string {
  const cells = rows.map(toCells);
  const widths = HEADINGS.map((_, column) =>
    Math.max(...[HEADINGS, ...cells].map((line) => (line[column] ?? '').length)),
  );
  const format = (line: readonly string[]) =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  const lines = cells.flatMap((line, index) => [
    ...(rows[index]?.api === rows[index - 1]?.api ? [] : [rule]),
    format(line) + (rows[index]?.faults ?? []).map((fault) => `  <- expected ${fault}`).join(''),
  ]);
  return [format(HEADINGS), ...lines].join('\n');
}

/** `401`, or `401 (gateway)` if the gateway answered without the function. */
export function statusOf({ status, event }: Exchange): string {
  return event === undefined ? `${status} (gateway)` : `${status}`;
}

function toCells({ api, attempt: { caller, route }, exchange }: Row): string[] {
  const { event } = exchange;
  return [
    caller.name,
    caller.token === undefined ? '-' : JSON.stringify(caller.groups),
    api,
    event === undefined ? '-' : onTheWire(event),
    JSON.stringify(event?.auth?.groups) ?? '-',
    `${route.method} ${route.path}`,
    statusOf(exchange),
  ];
}

function onTheWire({ requestContext: { authorizer } }: LambdaEvent): string {
  const claims = authorizer?.jwt?.claims ?? authorizer?.claims;
  if (claims === undefined || claims === null) return 'no claims';
  return JSON.stringify(claims['cognito:groups']) ?? 'claims, no groups';
}
