/** Runs one part of `npm run test:hard` by its name, with its options as JSON. Prints JSON. */
import { Console } from 'node:console';
import { Writable } from 'node:stream';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const [name, options = '{}'] = positionals;
// What the package tells the operator is formatted, and not shown.
const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
console.error = new Console(nowhere).error;
const { default: part } = await import(`./parts/${name}.mjs`);
const library = await import('../dist/all.js');
const rows = await part({ library, ...JSON.parse(options) });
console.log(values.json ? JSON.stringify(rows) : rows);
