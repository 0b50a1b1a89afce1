/**
 * Where new documents go: into the directory of their shard, opened here, or through the process that has it. One
 * command may meet both: a directory is looked at when its first document comes.
 */

import { failed, ok, type Result } from '../lib/result.ts';
import { addDocument } from '../storage/add-document.ts';
import { requestAdd } from '../storage/control-socket.ts';
import { claimDataDirectory } from '../storage/data-directory.ts';
import { fullMessage } from '../storage/ordered-store.ts';
import { directoryOfDocument } from '../storage/shards.ts';
import { createWorkerCompactor } from '../storage/worker-compactor.ts';
import { claimAsItIs, nothingIn, openLog } from './workplace.ts';

interface Place {
  add(id: string, update: Uint8Array): Promise<Result<null, string>>;
  close(): Promise<void>;
}

export class DocumentPlaces {
  readonly #dataDirectory: string;
  readonly #placeByPath = new Map<string, Place>();

  private constructor(dataDirectory: string) {
    this.#dataDirectory = dataDirectory;
  }

  /** Fails with a sentence where no server ever kept anything. */
  static async of(dataDirectory: string): Promise<Result<DocumentPlaces, string>> {
    const claim = await claimAsItIs(dataDirectory);
    if (claim.ok) {
      await claim.value.release('untouched');
      if (claim.value.isNew) return failed(nothingIn(dataDirectory));
    } else if (claim.error.kind !== 'in-use') return failed(claim.error.message);
    return ok(new DocumentPlaces(dataDirectory));
  }

  /** On the disk when it returns. Fails with a sentence. */
  async add(id: string, update: Uint8Array): Promise<Result<null, string>> {
    const path = await directoryOfDocument(this.#dataDirectory, id);
    const known = this.#placeByPath.get(path);
    if (known !== undefined) return await known.add(id, update);
    const place = await placeAt(path);
    if (!place.ok) return place;
    this.#placeByPath.set(path, place.value);
    return await place.value.add(id, update);
  }

  /** Idempotent. */
  async close(): Promise<void> {
    for (const place of this.#placeByPath.values()) await place.close();
    this.#placeByPath.clear();
  }
}

async function placeAt(path: string): Promise<Result<Place, string>> {
  const claim = await claimDataDirectory(path);
  if (!claim.ok) return claim.error.kind === 'in-use' ? ok(placeOfOther(path)) : failed(claim.error.message);
  await claim.value.release('untouched');
  const opened = await openLog(path);
  if (!opened.ok) return opened;
  const { log, close } = opened.value;
  const compactor = createWorkerCompactor();
  return ok({
    add: (id, update) => addDocument(log, id, update, compactor),
    async close() {
      await compactor.close();
      await close();
    },
  });
}

/** A directory that another process has. */
function placeOfOther(path: string): Place {
  return {
    async add(id, update) {
      try {
        return await requestAdd(path, id, update);
      } catch (error) {
        return failed(`The server that has ${path} could not be asked: ${fullMessage(error)}.`);
      }
    },
    close: async () => {},
  };
}
