import { urlOf } from './exchange.js';
import { type Row, statusOf } from './table.js';

/** Requests to repeat by hand: for each API, the first of every status in the table. */
export function toCurls(rows: readonly Row[]): string {
  const firsts = new Map<string, Row>();
  for (const row of rows) {
    const title = `${row.api}: ${statusOf(row.exchange)}`;
    if (!firsts.has(title)) firsts.set(title, row);
  }
  return [...firsts]
    .map(([title, row]) => `# ${title}, ${row.attempt.caller.name}\n${toCurl(row)}`)
    .join('\n');
}

function toCurl({ gatewayUrl, attempt }: Row): string {
  const { caller, route } = attempt;
  const authorization =
    caller.token === undefined ? '' : ` -H 'Authorization: Bearer ${caller.token}'`;
  return `curl -i -X ${route.method}${authorization} '${urlOf(gatewayUrl, attempt)}'`;
}
