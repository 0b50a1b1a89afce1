/** `scriptorium verify [--repair]`: looks at everything that is stored, names what is wrong, and repairs it when asked. */

import { systemClock } from '../lib/clock.ts';
import { silentLogger } from '../lib/logger.ts';
import { type DamagedStore, openDamaged } from '../storage/damaged-store.ts';
import { ImageStore } from '../storage/image-store.ts';
import { openLedger } from '../storage/ledger.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { planRepair, type Repair } from '../storage/repair.ts';
import { shardDirectories } from '../storage/shards.ts';
import { type DocumentReport, listIds, verifyDocument } from '../storage/verification.ts';
import { createWorkerCompactor } from '../storage/worker-compactor.ts';
import { backupOfWorkspace, lookAtWorkspace } from '../storage/workspace-backup.ts';
import { type CommandContext, EXIT, type MaintenanceCommand, parse, type Terminal } from './command.ts';
import { readingDirectory } from './workplace.ts';

export const verifyCommand: MaintenanceCommand = {
  name: 'verify',
  usage: 'verify [--repair [--yes]]',
  meaning: 'Check every checksum, sequence, snapshot and history; --repair saves what can be read, after asking.',
  run: verify,
};

async function verify({ parameters, dataDirectory, terminal }: CommandContext): Promise<number> {
  const parsed = parse(parameters, { repair: { type: 'boolean' }, yes: { type: 'boolean' } }, 0);
  if (!parsed.ok) {
    terminal.complain(`${parsed.error} Usage: scriptorium ${verifyCommand.usage}`);
    return EXIT.refused;
  }
  const isRepair = parsed.value.flag('repair');
  const refusal = isRepair ? await notAgreed(parsed.value.flag('yes'), terminal) : null;
  if (refusal !== null) return refusal;
  let worst: number = EXIT.done;
  for (const path of await shardDirectories(dataDirectory)) {
    const outcome = isRepair ? await repairAll(path, terminal) : await lookInto(path, terminal);
    worst = Math.max(worst, outcome);
  }
  const images = isRepair ? EXIT.done : await lookAtImages(dataDirectory, terminal);
  const workspace = isRepair ? EXIT.done : await lookAtRows(dataDirectory, terminal);
  return Math.max(worst, images, workspace);
}

async function lookInto(path: string, terminal: Terminal): Promise<number> {
  const directory = await readingDirectory(path);
  if (!directory.ok) {
    terminal.complain(directory.error);
    return EXIT.refused;
  }
  try {
    return await look(directory.value.path, terminal);
  } finally {
    await directory.value.remove();
  }
}

async function look(path: string, terminal: Terminal): Promise<number> {
  const opened = await openDamaged(path, 'look');
  if (!opened.ok) {
    terminal.complain(opened.error);
    return EXIT.damaged;
  }
  try {
    const reports = await inspect(opened.value, terminal);
    const damaged = reports.filter(({ flaws }) => flaws.length > 0);
    tell(reports, terminal);
    if (damaged.length > 0)
      terminal.say('Stop the server and run "scriptorium verify --repair" to save what can be read.');
    return damaged.length > 0 ? EXIT.damaged : EXIT.done;
  } finally {
    await opened.value.close();
  }
}

/** Where they lie, also beside a running server: an image is whole as soon as it is there. */
async function lookAtImages(dataDirectory: string, terminal: Terminal): Promise<number> {
  const images = ImageStore.ofDataDirectory(dataDirectory);
  const names = await images.names();
  if (names.length === 0) return EXIT.done;
  const bar = terminal.progress(names.length, 'images');
  const damaged: string[] = [];
  for (const name of names) {
    if (!(await images.isIntact(name))) damaged.push(name);
    bar.advance();
  }
  bar.end();
  for (const name of damaged) terminal.say(`image ${name}: its bytes are not what its name says`);
  terminal.say(`${names.length} images, ${damaged.length} damaged.`);
  return damaged.length > 0 ? EXIT.damaged : EXIT.done;
}

async function lookAtRows(dataDirectory: string, terminal: Terminal): Promise<number> {
  try {
    const { rows, damaged } = await lookAtWorkspace(backupOfWorkspace(dataDirectory, systemClock.now()));
    if (rows === 0) return EXIT.done;
    for (const key of damaged) terminal.say(`the workspace: what is kept under ${key} cannot be read`);
    terminal.say(`${rows} rows about documents and people, ${damaged.length} damaged.`);
    return damaged.length > 0 ? EXIT.damaged : EXIT.done;
  } catch (error) {
    terminal.say(`the workspace cannot be read: ${fullMessage(error)}`);
    return EXIT.damaged;
  }
}

function tell(reports: readonly DocumentReport[], terminal: Terminal): void {
  for (const { id, flaws } of reports) for (const flaw of flaws) terminal.say(`${id}: ${flaw}`);
  const records = reports.reduce((sum, { head }) => sum + head, 0);
  const damaged = reports.filter(({ flaws }) => flaws.length > 0).length;
  terminal.say(`${reports.length} documents, ${records} records, ${damaged} damaged.`);
}

async function inspect({ store, path }: DamagedStore, terminal: Terminal): Promise<DocumentReport[]> {
  const ledger = await openLedger(path, systemClock, silentLogger);
  const compactor = createWorkerCompactor();
  const view = store.view();
  try {
    const { confirmedById } = ledger;
    const ids = await listIds(view, confirmedById, (key) =>
      terminal.complain(`a key that nobody wrote: ${JSON.stringify(key)}`),
    );
    const bar = terminal.progress(ids.length, 'documents');
    const reports: DocumentReport[] = [];
    for (const id of ids) {
      reports.push(await verifyDocument(view, id, { store, compactor, confirmedById }));
      bar.advance();
    }
    bar.end();
    return reports;
  } finally {
    await view.close();
    await compactor.close();
    await ledger.close();
  }
}

/** @returns the exit code when nobody agreed to a repair; null when somebody did. */
async function notAgreed(isAgreed: boolean, terminal: Terminal): Promise<number | null> {
  const agreed =
    isAgreed ||
    (await terminal.ask('Damaged values are moved into the folder "damaged" and replaced by what can be read. Go on?'));
  if (agreed === null) {
    terminal.complain(
      'Nobody is here to be asked: say --yes to repair without asking. Make a copy of the data directory first.',
    );
    return EXIT.refused;
  }
  return agreed ? null : EXIT.refused;
}

async function repairAll(path: string, terminal: Terminal): Promise<number> {
  const opened = await openDamaged(path, 'repair');
  if (!opened.ok) {
    terminal.complain(opened.error);
    return EXIT.refused;
  }
  const damaged = opened.value;
  try {
    if (damaged.rebuiltFrom !== null)
      terminal.say(`The database was rebuilt; the one before is in ${damaged.rebuiltFrom}.`);
    const reports = await inspect(damaged, terminal);
    tell(reports, terminal);
    const isWhole = await repairDocuments(damaged, reports, terminal);
    if (isWhole) await damaged.acceptAsWhole();
    return isWhole ? EXIT.done : EXIT.damaged;
  } finally {
    await damaged.close();
  }
}

async function repairDocuments(damaged: DamagedStore, reports: readonly DocumentReport[], terminal: Terminal) {
  const ledger = await openLedger(damaged.path, systemClock, silentLogger);
  const worker = createWorkerCompactor();
  let isWhole = true;
  for (const { id } of reports.filter(({ flaws }) => flaws.length > 0)) {
    const plan = await planRepair(damaged.store, id, ledger.confirmedById.get(id) ?? 0, worker);
    if (plan.ok) await carryOut(damaged, id, plan.value, terminal);
    else terminal.complain(`${id} cannot be repaired: ${plan.error}`);
    isWhole &&= plan.ok;
  }
  await worker.close();
  await ledger.close();
  return isWhole;
}

async function carryOut(damaged: DamagedStore, id: string, repair: Repair, terminal: Terminal): Promise<void> {
  if (repair.removed.length > 0) await damaged.keep(id, repair.removed);
  await damaged.store.write(repair.operations);
  terminal.say(`${id}: repaired; records lost: ${repair.lostRecords}; the next one is number ${repair.head + 1}.`);
}
