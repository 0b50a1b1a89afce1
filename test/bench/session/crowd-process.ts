/**
 * The people around the one who is measured, in a process of their own: each types words of a few letters at a few keys
 * a second, pauses, and now and then goes elsewhere. Seeded: two runs have the same people.
 */

import { CrowdMember } from '../../support/crowd.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';

export interface Begin {
  readonly url: string;
  readonly people: number;
  readonly seed: number;
}

export type Said =
  | { readonly kind: 'here' }
  | { readonly kind: 'left'; readonly characters: number; readonly moves: number };

const KEY_MS = 200;
const PAUSE_MS_MAX = 3_000;
const WORD_KEYS_MAX = 25;
/** One in so many pauses ends elsewhere in the document. */
const GOES_ELSEWHERE = 3;
const PIECES = 60;

let characters = 0;
let moves = 0;
const members: CrowdMember[] = [];
const timers = new Map<CrowdMember, NodeJS.Timeout>();

async function begin({ url, people, seed }: Begin): Promise<void> {
  for (let number = 0; number < people; number += 1) members.push(await CrowdMember.joins(url, number));
  members.forEach((member, number) => {
    pause(member, seededRandom(seed + number));
  });
}

function pause(member: CrowdMember, random: SeededRandom): void {
  timers.set(
    member,
    setTimeout(() => {
      if (random.below(GOES_ELSEWHERE) === 0) {
        moves += 1;
        member.goesTo(random.below(PIECES));
      }
      type(member, random, 1 + random.below(WORD_KEYS_MAX));
    }, random.next() * PAUSE_MS_MAX),
  );
}

function type(member: CrowdMember, random: SeededRandom, keys: number): void {
  if (keys === 0) {
    pause(member, random);
    return;
  }
  characters += 1;
  member.types(keys === 1 ? ' ' : String.fromCharCode(97 + random.below(26)));
  timers.set(
    member,
    setTimeout(() => type(member, random, keys - 1), KEY_MS * (0.5 + random.next())),
  );
}

function say(said: Said): void {
  process.send?.(said);
}

process.on('message', (message: Begin | 'leave') => {
  if (message === 'leave') {
    for (const timer of timers.values()) clearTimeout(timer);
    // What they typed last is on its way: they stay until the process is told to go.
    say({ kind: 'left', characters, moves });
  } else {
    void begin(message).then(() => say({ kind: 'here' }));
  }
});
process.on('disconnect', () => {
  for (const member of members) member.leaves();
  process.exit();
});
