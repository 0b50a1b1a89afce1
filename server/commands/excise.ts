/** `scriptorium excise ID SEQUENCE`: takes one record out of a document. It is kept aside, never deleted. */

import { mergedOutput } from '../storage/compaction-rounds.ts';
import { directoryOfDocument } from '../storage/shards.ts';
import type { StoreLog } from '../storage/store-log.ts';
import { createWorkerCompactor } from '../storage/worker-compactor.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, parse } from './command.ts';
import { openForChanging } from './workplace.ts';

export const exciseCommand: MaintenanceCommand = {
  name: 'excise',
  usage: 'excise ID SEQUENCE',
  meaning: 'Take one record that does harm out of a document and keep it aside. Needs the server stopped.',
  run: excise,
};

async function excise({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, {}, 2);
  const [id, spelled] = parsed.ok ? parsed.value.positionals : [];
  const sequence = Number(spelled);
  if (id === undefined || !Number.isInteger(sequence) || sequence < 1) {
    const flaw = parsed.ok ? 'Say which document and the number of the record.' : parsed.error;
    terminal.complain(`${flaw} Usage: scriptorium ${exciseCommand.usage}`);
    return EXIT.refused;
  }
  const place = await openForChanging(await directoryOfDocument(dataDirectory, id));
  if (!place.ok) {
    terminal.complain(place.error);
    return EXIT.refused;
  }
  const refusal = await exciseRecord(place.value.log, id, sequence);
  await place.value.close();
  if (refusal === null) terminal.say(`Record ${sequence} of ${id} was set aside; the others are as they were.`);
  else terminal.complain(refusal);
  return refusal === null ? EXIT.done : EXIT.refused;
}

/** Compacts the document without the record. @returns why not; null when it was done. */
async function exciseRecord(log: StoreLog, id: string, sequence: number): Promise<string | null> {
  const opened = await log.open(id);
  if (!opened.ok) return opened.error.message;
  const { damage, tail, snapshot, note, head } = opened.value;
  if (damage !== null) return damage;
  const record = tail.find((candidate) => candidate.sequence === sequence);
  if (record === undefined) {
    return sequence > head
      ? `Document ${id} has ${head} records.`
      : `Record ${sequence} is part of the snapshot through record ${snapshot?.through}: it loads, and cannot be taken out any more.`;
  }
  const worker = createWorkerCompactor();
  const rest = tail.filter((candidate) => candidate !== record);
  const output = await mergedOutput(worker, { snapshot, note, tail: rest });
  await worker.close();
  if (!output.ok) return output.error;
  const excised = [...output.value.excised, { ...record, reason: 'taken out by the operator' }];
  const written = await log.compact(id, { ...output.value, through: head, excised });
  return written.ok ? null : written.error.message;
}
