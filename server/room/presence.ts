/**
 * Who is in one document: the latest entry of each client, and which member speaks for it.
 *
 * What always holds: only the member that first announced a client id changes its entry, until that member leaves, the
 * same person goes on over another line because the first has died unnoticed, or that member only repeated what it had
 * heard and the client itself comes back; no member speaks for more than PRESENCE_CLIENTS_MAX of them.
 * Entries for somebody else's id are ignored without a word, because stock clients echo what they receive.
 * A clock may jump: whoever counted on while their line was dead, or nobody knew them, is heard at once.
 */

import { PRESENCE_CLIENTS_MAX, PRESENCE_CLOCK_SHOWN_MAX } from '../contract/limits.ts';
import { encodeEntries, LEFT, type PresenceEntry } from '../contract/presence-entries.ts';
import { encodeAwareness } from '../contract/protocol.ts';
import { finishFrame } from '../lib/websocket-frame.ts';

interface Owned extends PresenceEntry {
  readonly owner: object;
  /** Whether its owner spoke for another client before: a stock client repeats what it hears of others. */
  readonly isHearsay: boolean;
}

export class Presence {
  readonly #ownedByClient = new Map<number, Owned>();
  /** How many clients each speaks for. */
  readonly #countByOwner = new Map<object, number>();
  /** Clients whose entry changed since the last `takeChanges`; departures included. */
  readonly #changesByClient = new Map<number, PresenceEntry>();
  readonly #isSamePerson: (one: object, other: object) => boolean;

  constructor(isSamePerson: (one: object, other: object) => boolean = () => false) {
    this.#isSamePerson = isSamePerson;
  }

  /** Who speaks for a client; undefined when nobody does. */
  speakerOf(client: number): object | undefined {
    return this.#ownedByClient.get(client)?.owner;
  }

  /** Whether whoever speaks for a client may only have heard of it. */
  isHearsay(client: number): boolean {
    return this.#ownedByClient.get(client)?.isHearsay ?? false;
  }

  /** @returns true when something changed that the others should see. */
  announce(owner: object, entries: readonly PresenceEntry[]): boolean {
    for (const entry of entries) this.#announceOne(owner, entry);
    return this.#changesByClient.size > 0;
  }

  #announceOne(owner: object, { client, clock, state }: PresenceEntry): void {
    if (clock > PRESENCE_CLOCK_SHOWN_MAX) return;
    const known = this.#ownedByClient.get(client);
    if (known !== undefined && known.owner !== owner && !this.#takesOver(known, owner, clock, state)) return;
    if (known !== undefined && clock < known.clock) return;
    if (known?.clock === clock && (known.state === state || state !== LEFT)) return;
    if (known === undefined && (state === LEFT || !this.#mayOwnMore(owner))) return;
    this.#changesByClient.set(client, { client, clock, state });
    if (known !== undefined && (state === LEFT || known.owner !== owner)) this.#disown(client, known.owner);
    if (state !== LEFT) {
      const count = this.#countByOwner.get(owner) ?? 0;
      const isHearsay = known?.owner === owner ? known.isHearsay : count > 0;
      if (known?.owner !== owner) this.#countByOwner.set(owner, count + 1);
      this.#ownedByClient.set(client, { client, clock, state, owner, isHearsay });
    }
  }

  /**
   * With something new to say: what is only repeated comes from a stock client in another tab. What somebody says of
   * themselves counts more than what another has only heard of them.
   */
  #takesOver(known: Owned, owner: object, clock: number, state: string): boolean {
    const isNews = clock > known.clock || (clock === known.clock && state === LEFT);
    const isOfThemselves = known.isHearsay && !this.#countByOwner.has(owner);
    return isNews && (isOfThemselves || this.#isSamePerson(known.owner, owner)) && this.#mayOwnMore(owner);
  }

  #mayOwnMore(owner: object): boolean {
    return (this.#countByOwner.get(owner) ?? 0) < PRESENCE_CLIENTS_MAX;
  }

  #disown(client: number, owner: object): void {
    this.#ownedByClient.delete(client);
    const count = (this.#countByOwner.get(owner) ?? 1) - 1;
    if (count > 0) this.#countByOwner.set(owner, count);
    else this.#countByOwner.delete(owner);
  }

  /** Marks everything `owner` speaks for as gone. @returns true when something changed. */
  leave(owner: object): boolean {
    for (const { client, clock, owner: other } of this.#ownedByClient.values()) {
      if (other !== owner) continue;
      this.#disown(client, owner);
      this.#changesByClient.set(client, { client, clock: clock + 1, state: LEFT });
    }
    return this.#changesByClient.size > 0;
  }

  /** The latest entry of each changed client, once. */
  takeChanges(): PresenceEntry[] {
    const changes = [...this.#changesByClient.values()];
    this.#changesByClient.clear();
    return changes;
  }

  /** Everybody present, for somebody who has just arrived. */
  entries(): PresenceEntry[] {
    return [...this.#ownedByClient.values()].map(({ client, clock, state }) => ({ client, clock, state }));
  }
}

/** A finished frame that says who is here, or has left. */
export function presenceFrame(entries: readonly PresenceEntry[]): Buffer {
  return finishFrame(encodeAwareness(encodeEntries(entries)));
}
