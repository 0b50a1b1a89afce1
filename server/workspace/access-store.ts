/** Who was given what, written down: a record for each document, and for each owner who asks to be let in. */

import { z } from 'zod';
import { type AccessRecord, accessRecordSchema, nobodys } from './access-record.ts';
import { keyOf, type Table, type Workspace, type Write } from './workspace.ts';

const askingSchema = z.object({ at: z.number() }).readonly();

/** Somebody who waits for the owner of a document. */
export interface Asking {
  readonly documentId: string;
  readonly person: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export class AccessStore {
  readonly #workspace: Workspace;
  readonly #records: Table<AccessRecord>;
  readonly #asking: Table<{ readonly at: number }>;
  readonly #documentsByLink: Table<{ readonly documentId: string; readonly linkId: string }>;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#records = workspace.table('access', accessRecordSchema);
    this.#asking = workspace.table('asking', askingSchema);
    this.#documentsByLink = workspace.table(
      'sharelinks',
      z.object({ documentId: z.string(), linkId: z.string() }).readonly(),
    );
  }

  of(documentId: string): AccessRecord {
    return this.#records.get(documentId) ?? nobodys(documentId);
  }

  /** @param hash of a share link's token. */
  byLink(hash: string): { readonly documentId: string; readonly linkId: string } | undefined {
    return this.#documentsByLink.get(hash);
  }

  /** @param make what holds from now on; the record as it is changes nothing. @returns that. */
  change(documentId: string, make: (record: AccessRecord) => AccessRecord): Promise<AccessRecord> {
    return this.#workspace.change(() => {
      const before = this.of(documentId);
      const after = make(before);
      return after === before ? [[], before] : [this.#writes(before, after), after];
    });
  }

  /** Who waits for this owner. */
  async *askingFor(owner: string): AsyncGenerator<Asking> {
    const prefix = keyOf(owner, '-').slice(0, -1);
    for await (const [key, { at }] of this.#asking.rows({ prefix })) {
      const [documentId = '', person = ''] = key.slice(prefix.length).split('!');
      yield { documentId, person, at };
    }
  }

  #writes(before: AccessRecord, after: AccessRecord): readonly Write[] {
    const { documentId } = after;
    return [
      this.#records.put(documentId, after),
      ...before.links.map(({ tokenHash }) => this.#documentsByLink.del(tokenHash)),
      ...after.links.map(({ tokenHash, id }) => this.#documentsByLink.put(tokenHash, { documentId, linkId: id })),
      ...askingKeys(before).map(({ key }) => this.#asking.del(key)),
      ...askingKeys(after).map(({ key, at }) => this.#asking.put(key, { at })),
    ];
  }
}

/** What nobody owns nobody can be asked for. */
function askingKeys({
  documentId,
  owner,
  requests,
}: AccessRecord): readonly { readonly key: string; readonly at: number }[] {
  return owner === null ? [] : requests.map(({ person, at }) => ({ key: keyOf(owner, documentId, person), at }));
}
