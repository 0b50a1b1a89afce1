/**
 * The rooms of this process: at most one a document, loaded when somebody comes, unloaded when nobody is left.
 *
 * What always holds: nobody is let in before the log is loaded; a room is not forgotten before its last write is
 * finished, and whoever comes meanwhile waits for that and opens it anew. While writes fail whoever writes is sent away
 * with a code that says so: what people type meanwhile is safer on their own devices. What is loaded can be read.
 */

import { CLOSE, type CloseReason } from '../contract/close-codes.ts';
import { ROOM_UNLOAD_MS } from '../contract/limits.ts';
import type { PresenceEntry } from '../contract/presence-entries.ts';
import type { Timer } from '../lib/clock.ts';
import { ok } from '../lib/result.ts';
import type { LogResult } from '../storage/document-log.ts';
import { CompactionTurns } from './compaction-turns.ts';
import { DifferenceTurns } from './difference-turns.ts';
import { openRoom } from './opening.ts';
import type { Room, RoomParts } from './room.ts';

type Entry =
  | { readonly phase: 'opening'; readonly opened: Promise<LogResult<Room>> }
  | { readonly phase: 'open'; readonly room: Room; idleSince: number | null }
  | { readonly phase: 'closing'; readonly closed: Promise<void> };

export class Rooms {
  readonly #parts: RoomParts;
  readonly #entriesById = new Map<string, Entry>();
  readonly #sweep: Timer;
  readonly #unwatch: () => void;

  constructor(parts: Omit<RoomParts, 'turns' | 'differences'>) {
    this.#parts = { ...parts, turns: new CompactionTurns(parts.clock), differences: new DifferenceTurns(parts) };
    this.#sweep = parts.clock.every(ROOM_UNLOAD_MS / 2, () => this.#unloadIdle());
    this.#unwatch = parts.log.watchFailure((failure) => {
      if (failure !== null) this.#eachOpen((room) => room.dismissWaiting(CLOSE.storageFailing));
    });
  }

  /** Documents that are loaded, or on the way in or out. */
  get count(): number {
    return this.#entriesById.size;
  }

  /** What waits for the disk, over all documents. */
  get waiting(): { readonly bytes: number; readonly oldestAt: number } {
    let bytes = 0;
    let oldestAt = Number.POSITIVE_INFINITY;
    for (const entry of this.#entriesById.values()) {
      if (entry.phase !== 'open') continue;
      bytes += entry.room.unconfirmedBytes;
      oldestAt = Math.min(oldestAt, entry.room.oldestUnconfirmedAt);
    }
    return { bytes, oldestAt };
  }

  /** What waits for something it builds on, over all documents. */
  get pendingBytes(): number {
    let bytes = 0;
    this.#eachOpen((room) => {
      bytes += room.pendingBytes;
    });
    return bytes;
  }

  /** The document's room, loaded from the log first if need be. */
  async open(id: string): Promise<LogResult<Room>> {
    const entry = this.#entriesById.get(id);
    switch (entry?.phase) {
      case 'open':
        if (entry.room.isBroken) return this.#unload(id, entry.room).then(() => this.open(id));
        entry.idleSince = null;
        return ok(entry.room);
      case 'opening':
        return entry.opened;
      case 'closing':
        await entry.closed;
        return this.open(id);
      default:
        return this.#load(id);
    }
  }

  /** Deletes a document for good: whoever is in it is sent away, and whoever comes meanwhile waits and finds nothing. */
  async remove(id: string): Promise<LogResult<void>> {
    const entry = this.#entriesById.get(id);
    if (entry !== undefined && entry.phase !== 'open') {
      await this.#end(id, entry);
      return this.remove(id);
    }
    const removed = this.#dismissed(entry?.room).then(() => this.#parts.log.remove(id));
    const closed = removed.then(() => undefined).finally(() => this.#entriesById.delete(id));
    this.#entriesById.set(id, { phase: 'closing', closed });
    await closed;
    return removed;
  }

  async #dismissed(room: Room | undefined): Promise<void> {
    room?.dismiss(CLOSE.noSuchDocument);
    await room?.settled();
    await room?.close();
  }

  /** Who is in a document; nobody where it is not open. */
  presence(id: string): readonly PresenceEntry[] {
    const entry = this.#entriesById.get(id);
    return entry?.phase === 'open' ? entry.room.presence() : [];
  }

  /** Resolves when everything that was received so far, in all rooms, is confirmed or refused. */
  async settled(): Promise<void> {
    const entries = [...this.#entriesById.values()];
    await Promise.all(entries.map((entry) => (entry.phase === 'open' ? entry.room.settled() : undefined)));
  }

  /** Closes every connection with `reason`. */
  dismiss(reason: CloseReason): void {
    this.#eachOpen((room) => room.dismiss(reason));
  }

  #eachOpen(action: (room: Room) => void): void {
    for (const entry of this.#entriesById.values()) if (entry.phase === 'open') action(entry.room);
  }

  /** Closes every room; whoever opens one meanwhile is waited for. Idempotent. */
  async close(): Promise<void> {
    this.#sweep.cancel();
    this.#parts.turns.close();
    this.#parts.differences.close();
    this.#unwatch();
    while (this.#entriesById.size > 0)
      await Promise.all([...this.#entriesById].map(([id, entry]) => this.#end(id, entry)));
  }

  #load(id: string): Promise<LogResult<Room>> {
    const opened = this.#read(id);
    this.#entriesById.set(id, { phase: 'opening', opened });
    return opened;
  }

  async #read(id: string): Promise<LogResult<Room>> {
    try {
      const room = await openRoom(id, this.#parts);
      if (room.ok) this.#entriesById.set(id, { phase: 'open', room: room.value, idleSince: null });
      else this.#entriesById.delete(id);
      return room;
    } catch (error) {
      this.#entriesById.delete(id);
      throw error;
    }
  }

  async #end(id: string, entry: Entry): Promise<void> {
    switch (entry.phase) {
      case 'opening':
        await entry.opened.catch(() => undefined);
        return;
      case 'open':
        return this.#unload(id, entry.room);
      case 'closing':
        return entry.closed;
    }
  }

  /** Not while the disk fails: what was unloaded could not be read again. */
  #unloadIdle(): void {
    if (this.#parts.log.failure() !== null) return;
    const now = this.#parts.clock.now();
    for (const [id, entry] of this.#entriesById) {
      if (entry.phase !== 'open') continue;
      if (!entry.room.isIdle) entry.idleSince = null;
      else if (entry.idleSince === null) entry.idleSince = now;
      else if (now - entry.idleSince >= ROOM_UNLOAD_MS) void this.#unload(id, entry.room);
    }
  }

  #unload(id: string, room: Room): Promise<void> {
    const closed = room.close().finally(() => this.#entriesById.delete(id));
    this.#entriesById.set(id, { phase: 'closing', closed });
    return closed;
  }
}
