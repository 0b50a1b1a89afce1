/**
 * Long editing traces: one that is made up, close to how people write (words, sentences, corrections, a cursor that
 * mostly stays where it is), and the public JSON format of recorded ones.
 */

import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import type { SeededRandom } from '../support/seeded-random.ts';

/** One keystroke, or one paste or cut. */
export interface TraceEdit {
  readonly position: number;
  readonly deleted: number;
  readonly inserted: string;
  /** Milliseconds since the edit before. */
  readonly afterMs: number;
}

const WORDS = (
  'the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you ' +
  'were all her she there would their we him been has when who will no more if out so up said what its about than into them ' +
  'can only other time new some could these two may first then do any like my now over such our man me even most made after ' +
  'also well did many before must through years where much your way down should because long each just those people how too ' +
  'little state good world make very year still see own work men day get here between both life being under three never know ' +
  'same another while last might great since against go came right used take themselves place system number however write ' +
  'document paragraph sentence nothing lost server writes everything before anybody reads cursor moves section figure table'
).split(' ');

const INSERTS = 180_000;
const DELETES = 78_000;
const KEY_MS = 180;

/** About 180,000 letters typed and 78,000 taken away again, one record each. */
export function* madeUpTrace(random: SeededRandom): Generator<TraceEdit> {
  let length = 0;
  let cursor = 0;
  let inserts = 0;
  let deletes = 0;
  let afterMs = 0;
  const key = () => {
    const ms = afterMs + KEY_MS / 2 + random.below(KEY_MS);
    afterMs = 0;
    return ms;
  };
  while (inserts < INSERTS || deletes < DELETES) {
    afterMs += pauseMs(random);
    cursor = moved(random, cursor, length);
    for (const letter of `${sentence(random)} `) {
      yield { position: cursor, deleted: 0, inserted: letter, afterMs: key() };
      cursor++;
      length++;
      inserts++;
      // Backspaces, as often as the whole needs them.
      if (!random.chance((DELETES / INSERTS) * 0.22)) continue;
      for (let count = Math.min(1 + random.below(8), cursor); count > 0; count--) {
        cursor--;
        length--;
        deletes++;
        yield { position: cursor, deleted: 1, inserted: '', afterMs: key() };
      }
    }
  }
}

function sentence(random: SeededRandom): string {
  const words = Array.from({ length: 6 + random.below(18) }, () => random.pick(WORDS));
  const text = words.join(' ');
  return `${text[0]?.toUpperCase()}${text.slice(1)}${random.chance(0.1) ? '.\n' : '.'}`;
}

/** Mostly on at once, sometimes a thought, sometimes lunch. */
function pauseMs(random: SeededRandom): number {
  if (random.chance(0.01)) return 30 * 60_000;
  if (random.chance(0.08)) return 90_000;
  return random.chance(0.5) ? 4_000 : 400;
}

/** Mostly where it was, sometimes near, seldom anywhere. */
function moved(random: SeededRandom, cursor: number, length: number): number {
  if (random.chance(0.7)) return cursor;
  const target = random.chance(0.8) ? cursor + random.below(400) - 200 : random.below(length + 1);
  return Math.min(length, Math.max(0, target));
}

interface RecordedTrace {
  readonly txns: readonly { readonly time?: string; readonly patches: readonly [number, number, string][] }[];
}

/** The format of josephg/editing-traces, plain or gzipped; edits without a usable time are half a second apart. */
export async function recordedTrace(path: string): Promise<TraceEdit[]> {
  const bytes = await readFile(path);
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
  const { txns }: RecordedTrace = JSON.parse(text);
  let before = Number.NaN;
  return txns.flatMap(({ time, patches }) => {
    const at = Date.parse(time ?? '');
    const elapsedMs = at > before ? at - before : 500;
    before = at;
    return patches.map(([position, deleted, inserted], index) => ({
      position,
      deleted,
      inserted,
      afterMs: index === 0 ? elapsedMs : 0,
    }));
  });
}
