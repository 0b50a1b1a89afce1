/**
 * A worker's way to what only the front process knows: who somebody is, and who was given what. What it was told of a
 * document it remembers until it hears that this has changed.
 *
 * What always holds: a question that is not answered in time, or goes wrong, is an error; an answer that was on its way
 * when the news came is not remembered.
 */

import type { AccessNews, AccessRecord } from '../accounts/access-book.ts';
import { ACCESS_REMEMBERED_MAX, DESK_ANSWER_MS } from '../contract/limits.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { AnswerMessage, AskMessage, Questions } from './shard-messages.ts';

export interface RemoteDesk extends Questions {
  /** An answer of the front process. */
  take(answer: AnswerMessage): void;
  forget(news: AccessNews): void;
}

interface Question {
  readonly deadline: Timer;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export function createRemoteDesk(send: (message: AskMessage) => void, clock: Clock): RemoteDesk {
  const questions = new Map<number, Question>();
  const records = new Map<string, Promise<AccessRecord>>();
  let asked = 0;

  const ask = <Value>(name: keyof Questions, ...parameters: readonly unknown[]): Promise<Value> => {
    asked += 1;
    const number = asked;
    return new Promise<unknown>((resolve, reject) => {
      const deadline = clock.after(DESK_ANSWER_MS, () => {
        questions.delete(number);
        reject(new Error('the front process did not answer'));
      });
      questions.set(number, { deadline, resolve, reject });
      send({ kind: 'ask', number, name, parameters });
    }) as Promise<Value>;
  };

  const remembered = (documentId: string): Promise<AccessRecord> => {
    const known = records.get(documentId);
    if (known !== undefined) return known;
    const record = ask<AccessRecord>('of', documentId);
    records.set(documentId, record);
    record.catch(() => records.delete(documentId));
    for (const oldest of records.keys()) {
      if (records.size <= ACCESS_REMEMBERED_MAX) break;
      records.delete(oldest);
    }
    return record;
  };

  return {
    identify: (credentials) => ask('identify', credentials),
    of: remembered,
    claim: (documentId, person) => ask('claim', documentId, person),
    readersOf: (documentId) => ask('readersOf', documentId),
    take(answer) {
      const question = questions.get(answer.number);
      questions.delete(answer.number);
      question?.deadline.cancel();
      if (answer.kind === 'answer') question?.resolve(answer.value);
      else question?.reject(new Error(answer.message));
    },
    forget(news) {
      if (news.kind === 'document') records.delete(news.documentId);
    },
  };
}
