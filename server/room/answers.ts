/**
 * What a reader lacks of a document: the answer to SyncStep1 ("this is what I have"), and what was missed by one who was behind.
 *
 * What always holds: each question is answered, once its reader listens. What has to be cut out of the document for one
 * reader alone is made now and then only (R20); whoever asks more often gets all of the document, which is ready.
 */

import type { Clock } from '../lib/clock.ts';
import type { Sequence } from '../storage/document-log.ts';
import { type Contents, EVERYTHING } from './contents.ts';
import type { DifferenceTurns } from './difference-turns.ts';
import type { Participant } from './participant.ts';

export interface AnswersParts {
  readonly clock: Clock;
  /** Shared by all rooms. */
  readonly differences: DifferenceTurns;
}

export class Answers {
  readonly #contents: Contents;
  readonly #head: () => Sequence;
  readonly #parts: AnswersParts;

  /** @param head the newest record that is confirmed. */
  constructor(contents: Contents, head: () => Sequence, parts: AnswersParts) {
    this.#contents = contents;
    this.#head = head;
    this.#parts = parts;
  }

  /** Answers a question. */
  give(participant: Participant, stateVector: Uint8Array): void {
    const { clock, differences } = this.#parts;
    if (participant.isBehind || this.#contents.isReady(stateVector)) this.#deliver(participant, stateVector);
    else if (!participant.takesDifference(clock.now())) this.#deliver(participant, EVERYTHING);
    else differences.take(participant, () => this.#deliver(participant, stateVector));
  }

  /** Brings one up to date that has drained: only what is owed, since of all of it one thing may fit at a time. */
  catchUp(participant: Participant): void {
    participant.echoCheckpoints();
    const backlog = participant.takeBacklog();
    if (backlog === null) return;
    const missed = this.#contents.since(backlog.from, participant.member.takesPieces);
    if (missed.length > 0) participant.deliverRecords(missed, backlog.from);
    if (backlog.askedVector !== null) this.give(participant, backlog.askedVector);
  }

  leave(participant: Participant): void {
    this.#parts.differences.giveUp(participant);
  }

  #deliver(participant: Participant, stateVector: Uint8Array): void {
    const answer = (vector: Uint8Array) => this.#contents.answer(vector, participant.member.takesPieces);
    participant.deliverAnswer(stateVector, answer, this.#head());
  }
}
