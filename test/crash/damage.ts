/**
 * Every kind of damage, at many places: what is lost must be said, by the document that lost it or by a refusal to
 * start. Silence is the only failure, besides a process that dies and a directory that is started over empty.
 */

import { type ChildProcess, fork } from 'node:child_process';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { systemClock } from '../../server/lib/clock.ts';
import { compactDocument } from '../../server/storage/compaction-core.ts';
import type { DocumentLog } from '../../server/storage/document-log.ts';
import { openLevelLog } from '../../server/storage/level-log.ts';
import { must } from '../support/document-log-contract.ts';
import { seededRandom } from '../support/seeded-random.ts';
import { temporaryDirectory } from '../support/temporary-directory.ts';
import { TypedDocument } from '../support/typing.ts';
import { buildServer } from './crash-server.ts';
import { type DocumentWord, type JudgeReply, type JudgeRequest, verifyAll } from './damage-judge.ts';
import { DAMAGE_KINDS } from './damage-kinds.ts';

const DOCUMENTS = 12;
/** After several unclean ends the server has a child read everything first. */
const UNCLEAN_ENDS = '2\n';

export interface DamageTotals {
  readonly cases: number;
  readonly kinds: number;
  /** Nothing was lost, or it was harmless. */
  readonly intact: number;
  /** Documents said what they lost. */
  readonly named: number;
  /** The server would not start, and said why. */
  readonly refused: number;
  readonly silent: readonly string[];
  readonly aborts: readonly string[];
}

export interface DamageOptions {
  readonly places: number;
  /** Cases to leave out at the beginning: a long run can be made in parts. */
  readonly from?: number;
  readonly seed: number;
  readonly onCase?: (totals: DamageTotals) => void;
}

export async function runDamage({ places, from = 0, seed, onCase }: DamageOptions): Promise<DamageTotals> {
  await buildServer();
  const directory = await temporaryDirectory('damage');
  const judge = new Judge();
  let totals: DamageTotals = {
    cases: 0,
    kinds: DAMAGE_KINDS.length,
    intact: 0,
    named: 0,
    refused: 0,
    silent: [],
    aborts: [],
  };
  try {
    const { whole, older, ids } = await prepare(directory.path);
    const reference = join(directory.path, 'reference');
    // Opening changes the files of a database, so it is a copy that is opened.
    await cp(whole, reference, { recursive: true });
    const expected = await judge.ask({ directory: reference, ids });
    if (expected === 'died' || expected.kind !== 'opened') throw new Error('the undamaged directory must open');
    await writeFile(join(whole, 'running'), UNCLEAN_ENDS);
    for (const [index, kind] of DAMAGE_KINDS.entries()) {
      for (let place = Math.max(0, from - index * places); place < places; place++) {
        const random = seededRandom(seed * 1_000 + place);
        const copy = join(directory.path, 'copy');
        await cp(whole, copy, { recursive: true });
        await kind.damage(copy, random, older);
        const reply = await judge.ask({ directory: copy, ids });
        totals = await add(totals, `${kind.name}, place ${place}`, reply, expected.words, copy);
        await rm(copy, { recursive: true });
        onCase?.(totals);
      }
    }
    return totals;
  } finally {
    judge.close();
    await directory.remove();
  }
}

async function add(
  totals: DamageTotals,
  name: string,
  reply: JudgeReply | 'died',
  expected: Readonly<Record<string, DocumentWord>>,
  directory: string,
): Promise<DamageTotals> {
  const counted = { ...totals, cases: totals.cases + 1 };
  if (reply === 'died') return { ...counted, aborts: [...totals.aborts, name] };
  if (reply.kind === 'refused') {
    const isSentence = /restore a backup|verify --repair/i.test(reply.sentence);
    return isSentence
      ? { ...counted, refused: totals.refused + 1 }
      : { ...counted, silent: [...totals.silent, `${name}: refused without saying what to do: ${reply.sentence}`] };
  }
  const changed = Object.keys(expected).filter((id) => reply.words[id]?.content !== expected[id]?.content);
  const unsaid = changed.filter((id) => reply.words[id]?.damage === null);
  const silent = await unnoticed(unsaid, directory);
  if (silent.length > 0) return { ...counted, silent: [...totals.silent, `${name}: ${silent.join(', ')}`] };
  return changed.length === 0 ? { ...counted, intact: totals.intact + 1 } : { ...counted, named: totals.named + 1 };
}

/** Documents whose history alone is shorter open as they should; `verify` must name them then. */
async function unnoticed(ids: readonly string[], directory: string): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const flawsById = await verifyAll(directory);
  return typeof flawsById === 'string' ? [] : ids.filter((id) => (flawsById.get(id) ?? []).length === 0);
}

/** A database of several tables and a log, compacted and not, killed and not; and the same at an earlier time. */
async function prepare(path: string) {
  const live = join(path, 'live');
  const older = join(path, 'older');
  const whole = join(path, 'whole');
  await mkdir(path, { recursive: true });
  const ids = Array.from({ length: DOCUMENTS }, (_, index) => `document-${index}`);
  const documents = ids.map((_, index) => new TypedDocument(1_700_000_000_000 + index));
  for (let round = 0; round < 4; round++) {
    // Each opening turns the log of the round before into a table.
    const log = must(await openLevelLog({ directory: live, clock: systemClock }));
    for (const [index, id] of ids.entries()) {
      // Some documents are not written again, so that they lie in older tables alone.
      const document = documents[index] as TypedDocument;
      if (round > 0 && index % 3 === 0) continue;
      const before = document.records.length;
      document.type('ann', `Round ${round} of document ${index}: some words that are kept. `.repeat(3));
      must(
        await log.append(
          id,
          document.records.slice(before).map(({ user, bytes }) => ({ user, bytes })),
        ),
      );
      if (index % 2 === 0) await compactAll(log, id);
    }
    await log.close();
    if (round === 1) await cp(live, older, { recursive: true });
  }
  await cp(live, whole, { recursive: true });
  return { whole, older, ids };
}

async function compactAll(log: DocumentLog, id: string): Promise<void> {
  const { snapshot, tail } = must(await log.open(id));
  const output = compactDocument({ snapshot, note: null, tail });
  if (!output.ok) throw new Error(output.error);
  must(await log.compact(id, output.value));
}

/** The judging process, started again whenever a case killed it. */
class Judge {
  #child: ChildProcess | null = null;

  ask(request: JudgeRequest): Promise<JudgeReply | 'died'> {
    const child = this.#child ?? this.#start();
    return new Promise((resolve) => {
      const finish = (reply: JudgeReply | 'died') => {
        child.removeAllListeners();
        if (reply === 'died') this.#child = null;
        resolve(reply);
      };
      child.once('message', (reply: JudgeReply) => finish(reply));
      child.once('exit', () => finish('died'));
      child.send(request);
    });
  }

  close(): void {
    this.#child?.kill();
  }

  #start(): ChildProcess {
    const module = fileURLToPath(new URL('./damage-judge.ts', import.meta.url));
    this.#child = fork(module, { execArgv: ['--import', import.meta.resolve('tsx')] });
    return this.#child;
  }
}
