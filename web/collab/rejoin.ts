/**
 * Begins a document anew on this page: what the server has, and on top of it what is here and not there. Needed when the
 * server calls client ids of ours somebody else's (4409), and when it holds another document than we do.
 */

import * as Y from 'yjs';
import { REJOINS_MAX } from '../../server/contract/limits.ts';
import { reconnectDelayMs } from './backoff.ts';
import { browserSecret } from './browser-secret.ts';
import type { Unsaved } from './checkpoints.ts';
import type { ServerStateOptions } from './server-state.ts';
import type { SaveStatus } from './status.ts';

/** What a session hands on to the one that takes its place. */
export interface Rejoined {
  readonly because: 'conflict' | 'difference';
  /** The document. */
  readonly state: Uint8Array;
  /** Client ids that the server does not take from here. */
  readonly conflicts: ReadonlySet<number>;
  /** Null where the server has all of it. */
  readonly unsaved: Unsaved | null;
  /** Whether a person wrote some of that on this page. */
  readonly isTyped: boolean;
  /** How often in a row this happened. */
  readonly times: number;
}

export interface RejoinOptions extends ServerStateOptions {
  /** The document as it is here; read when the server has answered. */
  readonly doc: Y.Doc;
  readonly because: Rejoined['because'];
  /** Those that earlier ones were about: text of theirs may still lie on the device. */
  readonly conflictsBefore: Iterable<number>;
  /** How often in a row it happened before. */
  readonly times: number;
  status(): Pick<SaveStatus, 'unsaved' | 'isTyped'>;
  finished(rejoined: Rejoined): void;
}

/** An update that says nothing: no structs of no client, no deletions. */
const EMPTY_UPDATE_BYTES = 2;

export class Rejoin {
  readonly #options: RejoinOptions;
  readonly #conflicts: ReadonlySet<number>;
  #cancel: () => void = () => {};
  #attempts: number;
  #closed = false;
  /** When it is tried next, in milliseconds since 1970. */
  nextAtMs = 0;

  /** @param conflicts none: whatever is not on the server goes up under new ids. */
  constructor(options: RejoinOptions, conflicts: readonly number[]) {
    this.#options = options;
    const contested = conflicts.length > 0 ? conflicts : options.doc.store.clients.keys();
    this.#conflicts = new Set([...options.conflictsBefore, ...contested]);
    this.#attempts = options.times;
    this.#tryLater();
  }

  static isWorthIt(times: number): boolean {
    return times < REJOINS_MAX;
  }

  /** Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel();
  }

  #tryLater(): void {
    const { environment } = this.#options;
    const delayMs = reconnectDelayMs(this.#attempts, environment.random());
    this.#attempts += 1;
    this.nextAtMs = environment.now() + delayMs;
    this.#cancel = environment.after(delayMs, () => void this.#try());
  }

  async #try(): Promise<void> {
    try {
      const [{ readServerState }, { carriedOver }] = await Promise.all([
        import('./server-state.ts'),
        import('./carry-over.ts'),
      ]);
      const server = await readServerState(this.#options);
      if (this.#closed) return;
      // From here to the end in one go: nothing can be typed in between.
      const { doc, because, times, environment } = this.#options;
      const carried = carriedOver(doc, server, this.#conflicts, browserSecret());
      Y.applyUpdate(server, carried);
      const { unsaved, isTyped } = this.#options.status();
      // Whoever typed nothing may still hold what the server does not.
      const held = unsaved ?? (carried.length > EMPTY_UPDATE_BYTES ? { count: 1, sinceMs: environment.now() } : null);
      const state = Y.encodeStateAsUpdate(server);
      const conflicts = this.#conflicts;
      this.#options.finished({ because, state, conflicts, unsaved: held, isTyped, times: times + 1 });
    } catch {
      if (!this.#closed) this.#tryLater();
    }
  }
}

/** What rows of the device hold beyond a document that was begun anew, without what went up under other ids already. */
export async function carriedFromRows(doc: Y.Doc, rows: readonly Uint8Array[], conflicts: ReadonlySet<number>) {
  const { carriedOver } = await import('./carry-over.ts');
  const scratch = new Y.Doc();
  for (const row of rows) Y.applyUpdate(scratch, row);
  return carriedOver(scratch, doc, conflicts, browserSecret());
}
