/** `npm run bench -- <name>`: runs one benchmark, prints its figures and writes them into docs/BENCHMARKS.md. */

import { parseArgs } from 'node:util';

import { table, writeSection } from './report.ts';
import { benchStorage } from './storage.ts';

const { values, positionals } = parseArgs({ options: { trace: { type: 'string' } }, allowPositionals: true });

if (positionals[0] !== 'storage') {
  process.stderr.write('Which benchmark? npm run bench -- storage [--trace FILE]\n');
  process.exit(2);
}
const figures = await benchStorage(values.trace === undefined ? {} : { trace: values.trace });
process.stdout.write(`\n${table(figures)}\n`);
const command = `npm run bench -- storage${values.trace === undefined ? '' : ' --trace FILE'}`;
await writeSection(values.trace === undefined ? 'storage' : 'storage-trace', 'Storage', command, figures);
