/**
 * The browser's document session without a browser: its socket carries a cookie, its copy lies in a database in memory,
 *  which all of them share as tabs of one browser do. Comes back, and compares itself with the server, all the time.
 */

import 'fake-indexeddb/auto';
import { randomBytes } from 'node:crypto';
import { WebSocket as NodeWebSocket } from 'ws';
import { COMPARE_MS, PROBE_TIMEOUT_MS } from '../../server/contract/limits.ts';
import type { Rejoined } from '../../web/collab/rejoin.ts';
import { DocumentSession } from '../../web/collab/session.ts';
import { browserEnvironment } from '../../web/lib/environment.ts';
import type { ServerProcess } from './server-process.ts';
import { until } from './until.ts';

/** The cookie of a browser that the server has not met. */
export function newBrowser(): string {
  return `scriptorium-browser=${randomBytes(32).toString('base64url')}`;
}

const COMPARED_EVERY_MS = 50;

function impatiently(delayMs: number, task: () => void): () => void {
  const isComparison = delayMs === COMPARE_MS || delayMs === PROBE_TIMEOUT_MS;
  return browserEnvironment.after(isComparison ? COMPARED_EVERY_MS : delayMs, task);
}

export class BrowserSession {
  #session: DocumentSession;
  /** What came of each time that the page began anew. */
  readonly rejoins: Rejoined[] = [];

  private constructor(url: string, id: string, cookie: string) {
    const socketClass = class extends NodeWebSocket {
      constructor(address: string) {
        super(address, { headers: { cookie } });
      }
    } as unknown as typeof WebSocket;
    const onRejoined = (rejoined: Rejoined) => {
      const before = this.#session;
      this.rejoins.push(rejoined);
      this.#session = new DocumentSession({ ...options, rejoined, onRejoined });
      before.close();
    };
    const environment = { ...browserEnvironment, random: () => 0, after: impatiently };
    const options = { id, origin: url.replace(/^http/, 'ws'), environment, socketClass, isNew: false };
    this.#session = new DocumentSession({ ...options, onRejoined });
  }

  /** @param url the server's, in the spelling that tells one browser's tabs from another's. */
  static opens(server: ServerProcess, id: string, cookie: string, url = server.url): BrowserSession {
    return new BrowserSession(url, id, cookie);
  }

  get session(): DocumentSession {
    return this.#session;
  }

  get text(): string {
    return this.#session.doc.getText('content').toString();
  }

  types(words: string): void {
    const content = this.#session.doc.getText('content');
    content.insert(content.length, words);
  }

  async isSaved(): Promise<void> {
    await until(
      () => this.#session.view.word.kind === 'saved' && this.#session.view.status.unsaved === null,
      `the page says "saved" (says "${this.#session.view.word.kind}")`,
    );
  }

  async sees(text: string): Promise<void> {
    await until(() => this.text === text, `the page shows "${text}"`);
  }

  closes(): void {
    this.#session.close();
  }
}
