/**
 * Whose a Yjs client id is (R22): that of the author whose record brought its first struct. Kept in the order of the log,
 * so that a room that counts along and a compaction that counts afterwards come to the same.
 *
 * Whoever cannot be told from others owns nothing: ids that only anonymous authors used stay free.
 *
 * A restored backup forgets all owners, and says so: what it did not have may be brought back by anybody who has it.
 *
 *   owners = { varString author, varUint clients, { varUint distance from the client before }... }...
 *
 * An entry of nobody, with no clients, says that they were forgotten.
 */

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { ANONYMOUS, isReturned } from './authors.ts';
import type { ClockRange } from './update-ranges.ts';

const NOBODY = '';

export class ClientOwners {
  readonly #ownerByClient = new Map<number, string>();
  #wereForgotten = false;

  /** Those of a restored document. */
  static forgotten(): ClientOwners {
    const owners = new ClientOwners();
    owners.#wereForgotten = true;
    return owners;
  }

  /** @throws Error when the bytes are not what `encode` made. */
  static decode(bytes: Uint8Array): ClientOwners {
    const owners = new ClientOwners();
    const decoder = decoding.createDecoder(bytes);
    while (decoding.hasContent(decoder)) {
      const author = decoding.readVarString(decoder);
      owners.#wereForgotten ||= author === NOBODY;
      let client = 0;
      for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
        client += decoding.readVarUint(decoder);
        owners.#ownerByClient.set(client, author);
      }
    }
    return owners;
  }

  /** A few bytes a client: what is kept for ever of each time that somebody opened the document and wrote. */
  encode(): Uint8Array {
    const clientsByOwner = new Map<string, number[]>();
    for (const [client, owner] of this.#ownerByClient) {
      const clients = clientsByOwner.get(owner);
      if (clients === undefined) clientsByOwner.set(owner, [client]);
      else clients.push(client);
    }
    return encoding.encode((encoder) => {
      if (this.#wereForgotten) {
        encoding.writeVarString(encoder, NOBODY);
        encoding.writeVarUint(encoder, 0);
      }
      for (const [owner, clients] of clientsByOwner) {
        encoding.writeVarString(encoder, owner);
        encoding.writeVarUint(encoder, clients.length);
        let before = 0;
        for (const client of clients.sort((one, other) => one - other)) {
          encoding.writeVarUint(encoder, client - before);
          before = client;
        }
      }
    });
  }

  /** Whether a backup was restored: a free id may be that of text which the server has lost, and others have. */
  get wereForgotten(): boolean {
    return this.#wereForgotten;
  }

  /** Undefined while the id is free. */
  ownerOf(client: number): string | undefined {
    return this.#ownerByClient.get(client);
  }

  /**
   * As `claim`, for what waits for the log. Where owners were forgotten that proves nothing yet: a failed write would leave
   * an owner of text that the server does not have.
   */
  expect(ranges: readonly ClockRange[], author: string): void {
    if (!this.#wereForgotten) this.claim(ranges, author);
  }

  /** A record of `author` brings these: what was free becomes its own. */
  claim(ranges: readonly ClockRange[], author: string): void {
    if (author === ANONYMOUS || author === NOBODY || isReturned(author)) return;
    for (const { client } of ranges) {
      if (!this.#ownerByClient.has(client)) this.#ownerByClient.set(client, author);
    }
  }
}
