/** Catalogue and search together, following the documents of a server; and the images that these leave behind. */

import { join } from 'node:path';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { SEARCH } from '../storage/data-directory.ts';
import type { DocumentChange } from '../storage/document-change.ts';
import type { DocumentEntry } from '../storage/document-log.ts';
import type { ImageStore } from '../storage/image-store.ts';
import { Catalogue } from './catalogue.ts';
import { CatchingUp } from './catching-up.ts';
import { ImageRemoval } from './image-removal.ts';
import { Search } from './search.ts';
import type { Workspace } from './workspace.ts';

/** Of a shard, what a library follows. */
interface Source {
  watch(watcher: { onChange(change: DocumentChange): void; onGap(): void }): () => void;
  entries(): AsyncIterable<DocumentEntry>;
  describe(documentId: string): Promise<DocumentChange | null>;
  isUnwritten(documentId: string): Promise<boolean>;
  isGone(documentId: string): Promise<boolean>;
  remove(documentId: string): Promise<boolean>;
}

export interface LibraryParts {
  readonly source: Source;
  readonly workspace: Workspace;
  readonly readersOf: (documentId: string) => Promise<readonly string[]>;
  /** A document was deleted for good while this process was not there to see it through. */
  readonly onGone: (documentId: string) => Promise<void>;
  /** A document came or changed while nobody listened. */
  readonly onFound: (change: DocumentChange) => Promise<void>;
  readonly images: ImageStore;
  /** Where the index of the search lies. */
  readonly searchPath: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface Library {
  readonly catalogue: Catalogue;
  readonly search: Search;
  /** Throws the search away and builds it anew in the background. */
  reindex(): Promise<void>;
  /** Idempotent. */
  close(): Promise<void>;
}

/** In a data directory: derived from the log, so nothing that a backup needs. */
export function searchPathOf(dataDirectory: string): string {
  return join(dataDirectory, SEARCH, 'index.sqlite');
}

export async function openLibrary(parts: LibraryParts): Promise<Library> {
  const { source, workspace, readersOf, onGone, onFound, images, searchPath, clock, logger } = parts;
  const search = await Search.open({ path: searchPath, logger });
  const describe = async (id: string) => {
    const change = await source.describe(id);
    if (change !== null) await onFound(change);
    return change;
  };
  const catalogue = new Catalogue({ workspace, readersOf, describe, search, clock, logger });
  const documents = {
    describe,
    entries: () => source.entries(),
    isUnwritten: (id: string) => source.isUnwritten(id),
    isGone: (id: string) => source.isGone(id),
    remove: (id: string) => source.remove(id),
  };
  const catchingUp = new CatchingUp({ documents, catalogue, onGone, search, clock, logger });
  const caughtUp = () => catchingUp.settled();
  const removal = new ImageRemoval({ workspace, catalogue, documents: source, images, caughtUp, clock, logger });
  const unwatch = source.watch({
    onChange: (change) => catalogue.changed(change),
    onGap: () => catchingUp.start(),
  });
  search.watch(() => catchingUp.start());
  catchingUp.start();
  void removal.sweep();
  return {
    catalogue,
    search,
    async reindex() {
      await search.reset();
      catchingUp.start();
    },
    async close() {
      unwatch();
      await Promise.all([removal.close(), catchingUp.close()]);
      await catalogue.close();
      await search.close();
    },
  };
}
