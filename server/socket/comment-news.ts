/**
 * Tells the connections of a document that somebody said something about it, which they then ask for over HTTP. Only
 * those of our own clients: others know nothing of comments.
 *
 * What always holds: however many changes come in one turn, a connection gets one frame of them; a reader who has fallen
 * behind gets none while it catches up, and then the newest.
 */

import { encodeComments } from '../contract/protocol.ts';
import { finishFrame } from '../lib/websocket-frame.ts';

/** Of a connection, what is needed to tell it. */
export interface Listener {
  readonly documentId: string;
  /** Whether it is a client of ours. */
  readonly takesPieces: boolean;
  /** @returns false when the reader is behind, and the frames were not taken. */
  deliver(frames: readonly Buffer[]): boolean;
}

export class CommentNews<Connected extends Listener> {
  readonly #connections: ReadonlySet<Connected>;
  /** What is to be told at the end of this turn. */
  readonly #revisionsById = new Map<string, number>();
  /** Who was behind, and what they are to be told. */
  readonly #missed = new Map<Connected, Buffer>();

  /** @param connections all of them, as they come and go. */
  constructor(connections: ReadonlySet<Connected>) {
    this.#connections = connections;
  }

  changed(documentId: string, revision: number): void {
    if (this.#revisionsById.size === 0) setImmediate(() => this.#tell());
    // Answers of two requests may overtake each other.
    this.#revisionsById.set(documentId, Math.max(revision, this.#revisionsById.get(documentId) ?? 0));
  }

  /** To be called now and then: those who were behind. */
  tellAgain(): void {
    const missed = [...this.#missed];
    this.#missed.clear();
    for (const [connection, frame] of missed) if (this.#connections.has(connection)) this.#send(connection, frame);
  }

  #tell(): void {
    const framesById = new Map(
      [...this.#revisionsById].map(([id, revision]) => [id, finishFrame(encodeComments(revision))]),
    );
    this.#revisionsById.clear();
    for (const connection of this.#connections) {
      const frame = framesById.get(connection.documentId);
      if (frame !== undefined && connection.takesPieces) this.#send(connection, frame);
    }
  }

  #send(connection: Connected, frame: Buffer): void {
    if (connection.deliver([frame])) this.#missed.delete(connection);
    else this.#missed.set(connection, frame);
  }
}
