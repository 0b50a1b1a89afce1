/** One member's standing in a room, for a member whose line takes its time. */

import { expect, it } from 'vitest';
import { PIECE_BYTES } from '../../../server/contract/limits.ts';
import { usualLimits } from '../../../server/lib/transport-limits.ts';
import type { Member } from '../../../server/room/member.ts';
import { Participant } from '../../../server/room/participant.ts';

const EVERYTHING = Uint8Array.of(0);
const LONG = [Buffer.alloc(PIECE_BYTES), Buffer.alloc(PIECE_BYTES), Buffer.alloc(PIECE_BYTES)];

/** Takes what it is given, and says when it has it only when told to. */
class SlowMember implements Member {
  readonly user = 'ann';
  readonly role = 'editor';
  readonly isEditor = true;
  readonly takesPieces: boolean;
  poured: (readonly Buffer[])[] = [];
  delivered: (readonly Buffer[])[] = [];
  hasAll: () => void = () => {};

  constructor(takesPieces: boolean) {
    this.takesPieces = takesPieces;
  }

  pour(frames: readonly Buffer[], onPoured: () => void): void {
    this.poured.push(frames);
    this.hasAll = onPoured;
  }

  deliver(frames: readonly Buffer[]): boolean {
    this.delivered.push(frames);
    return true;
  }

  pause(): void {}
  resume(): void {}
  close(): void {}
  conflict(): void {}
}

it('R9 whoever asks 400 times while a long answer is on its way gets that one, and may ask again after it', () => {
  const member = new SlowMember(true);
  const participant = new Participant(member, usualLimits());
  let answers = 0;
  const answer = () => {
    answers += 1;
    return LONG;
  };
  for (let asked = 0; asked < 400; asked++) participant.deliverAnswer(EVERYTHING, answer, 0);
  expect(answers).toBe(1);
  expect(member.poured).toEqual([LONG]);
  member.hasAll();
  participant.deliverAnswer(EVERYTHING, answer, 0);
  expect(answers).toBe(2);
});

it('what others write and what is echoed gets through while a long answer is on its way', () => {
  const member = new SlowMember(true);
  const participant = new Participant(member, usualLimits());
  participant.deliverAnswer(EVERYTHING, () => LONG, 0);
  participant.deliverRecords([Buffer.of(1)], 1);
  participant.checkpoint(1);
  expect(member.delivered).toHaveLength(2);
});

it('a short answer is written at once, and a stock client gets a long one whole', () => {
  const ours = new SlowMember(true);
  new Participant(ours, usualLimits()).deliverAnswer(EVERYTHING, () => [Buffer.of(1)], 0);
  const stock = new SlowMember(false);
  new Participant(stock, usualLimits()).deliverAnswer(EVERYTHING, () => LONG, 0);
  expect([ours.poured, stock.poured]).toEqual([[], []]);
  expect(stock.delivered).toEqual([LONG]);
});
