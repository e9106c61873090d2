/** Markdown tables, for the terminal and the README alike. */

/** Digits that a measurement deserves. */
export const count = (value) => (Math.abs(value) < 10 ? value.toFixed(1) : String(Math.round(value)));

/** @returns a heading and the table under it */
export function tableOf(title, head, rows) {
  const lines = [head, ...rows].map((row) => row.map(String));
  const widths = head.map((_, column) => Math.max(...lines.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`;
  const rule = `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`;
  return `### ${title}\n\n${[line(lines[0]), rule, ...lines.slice(1).map(line)].join('\n')}\n`;
}
