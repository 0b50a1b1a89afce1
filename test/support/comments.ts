/** People who comment on documents, over HTTP. */

import { expect } from 'vitest';
import { createRelativePositionFromTypeIndex, Doc, encodeRelativePosition } from 'yjs';
import type { CommentAnchor, CommentList, NewThread, ThreadView } from '../../server/contract/comment-api.ts';

/** An id of a thread or a comment: the same for the same word. */
export function idOf(word: string): string {
  return `${word}-${'0'.repeat(22)}`.slice(0, 22);
}

const text = new Doc().getText('content');
text.insert(0, 'A plan');
const positionAt = (index: number) =>
  Buffer.from(encodeRelativePosition(createRelativePositionFromTypeIndex(text, index))).toString('base64url');

export const ANCHOR: CommentAnchor = { from: positionAt(2), to: positionAt(6) };

/** A thread whose first comment has the same id. */
export function threadOf(word: string, said: string, more: Partial<NewThread> = {}): NewThread {
  return { anchor: ANCHOR, quote: 'plan', comment: { id: idOf(word), text: said }, ...more };
}

/** How somebody asks: with what they have to show. */
export type Asks = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: never }>;

/** One who speaks about a document. */
export class Speaker {
  readonly #asks: Asks;
  readonly #address: string;

  constructor(asks: Asks, document: string) {
    this.#asks = asks;
    this.#address = `/api/documents/${document}/comments`;
  }

  begins(word: string, said: string, more = {}) {
    return this.#thread('PUT', `/${idOf(word)}`, threadOf(word, said, more));
  }

  answers(thread: string, word: string, text: string, more = {}) {
    return this.#thread('PUT', `/${idOf(thread)}/replies/${idOf(word)}`, { text, ...more });
  }

  resolves(thread: string, isResolved = true) {
    return this.#thread('PATCH', `/${idOf(thread)}`, { isResolved });
  }

  async removes(thread: string) {
    return (await this.#asks('DELETE', `${this.#address}/${idOf(thread)}`)).status;
  }

  async takesBack(thread: string, word: string) {
    return (await this.#asks('DELETE', `${this.#address}/${idOf(thread)}/replies/${idOf(word)}`)).status;
  }

  async sees(after?: number): Promise<CommentList> {
    const { status, body } = await this.#asks('GET', `${this.#address}${after === undefined ? '' : `?after=${after}`}`);
    expect(status).toBe(200);
    return body;
  }

  /** Each comment as "author: text", with a mark on what is theirs. */
  async reads(): Promise<readonly string[]> {
    const { threads } = await this.sees();
    return threads
      .flatMap(({ comments }) => comments.map(({ author, text, isMine }) => `${author}: ${text}${isMine ? ' *' : ''}`))
      .sort();
  }

  async #thread(method: string, path: string, body: unknown) {
    const answer = await this.#asks(method, this.#address + path, body);
    return answer as { readonly status: number; readonly body: ThreadView & { readonly detail: string } };
  }
}

/** A person who asks a server over HTTP with these headers. */
export function asking({ url }: { readonly url: string }, headers: Readonly<Record<string, string>> = {}): Asks {
  return async (method, path, body) => {
    const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const sent = { method, headers: { ...json, ...headers } };
    const answer = await fetch(url + path, body === undefined ? sent : { ...sent, body: JSON.stringify(body) });
    const text = await answer.text();
    return { status: answer.status, body: (text === '' ? null : JSON.parse(text)) as never };
  };
}
