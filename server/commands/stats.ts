/** `scriptorium stats`: what each document takes: log, snapshot, history. Reads a running server's too. */

import { shardDirectories } from '../storage/shards.ts';
import type { StoreUse } from '../storage/store-use.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, parse } from './command.ts';
import { openForReading } from './workplace.ts';

export const statsCommand: MaintenanceCommand = {
  name: 'stats',
  usage: 'stats [--json]',
  meaning: 'Bytes by document: records not compacted yet, snapshot, history, set aside.',
  run: stats,
};

async function stats({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, { json: { type: 'boolean' } }, 0);
  if (!parsed.ok) {
    terminal.complain(`${parsed.error} Usage: scriptorium ${statsCommand.usage}`);
    return EXIT.refused;
  }
  const uses: StoreUse[] = [];
  for (const directory of await shardDirectories(dataDirectory)) {
    const place = await openForReading(directory);
    if (!place.ok) {
      terminal.complain(place.error);
      return EXIT.refused;
    }
    uses.push(...(await place.value.log.use()));
    await place.value.close();
  }
  if (parsed.value.flag('json')) for (const use of uses) terminal.say(JSON.stringify(use));
  else for (const line of tableOf(uses)) terminal.say(line);
  return EXIT.done;
}

function tableOf(uses: readonly StoreUse[]): string[] {
  const total = uses.reduce(
    (sum, use) => ({
      id: `${uses.length} documents`,
      records: sum.records + use.records,
      logBytes: sum.logBytes + use.logBytes,
      snapshotBytes: sum.snapshotBytes + use.snapshotBytes,
      runs: sum.runs + use.runs,
      historyBytes: sum.historyBytes + use.historyBytes,
      asideBytes: sum.asideBytes + use.asideBytes,
    }),
    { id: '', records: 0, logBytes: 0, snapshotBytes: 0, runs: 0, historyBytes: 0, asideBytes: 0 },
  );
  const width = Math.max(12, ...uses.map(({ id }) => id.length));
  const header = [
    'document'.padEnd(width),
    ...['records', 'log', 'snapshot', 'runs', 'history', 'aside'].map((name) => name.padStart(12)),
  ];
  return [header.join(''), ...uses.map((use) => rowOf(use, width)), rowOf(total, width)];
}

function rowOf(use: StoreUse, width: number): string {
  const { id, records, logBytes, snapshotBytes, runs, historyBytes, asideBytes } = use;
  const numbers = [records, logBytes, snapshotBytes, runs, historyBytes, asideBytes];
  return [id.padEnd(width), ...numbers.map((number) => String(number).padStart(12))].join('');
}
