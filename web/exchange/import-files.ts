/**
 * Files become documents: read, their images kept, and written into a new document of this device, from where they go
 * to the server like anything else that was written here. Works offline.
 */

import * as Y from 'yjs';
import { eachImage, withSources } from '../../server/contract/document/image-sources.ts';
import { importDocument } from '../../server/contract/document/import.ts';
import type { TreeNode } from '../../server/contract/document/tree.ts';
import { sessions } from '../collab/sessions.ts';
import { library } from '../documents/library.ts';
import { createHere } from '../documents/library-sync.ts';
import { newDocumentId, newTableId } from '../lib/random-id.ts';
import { text } from '../ui/text.ts';
import { bytesIn } from './images-in-files.ts';
import { readDocumentFile, UnreadableFile } from './read-file.ts';

/**
 * @returns the id of the new document.
 * @throws UnreadableFile with a sentence, or the signal's reason once it was aborted; nothing was created then.
 */
export async function importFile(file: File, signal: AbortSignal): Promise<string> {
  const bytes = await file.arrayBuffer().catch(() => {
    throw new UnreadableFile(text.exchange.unreadable(file.name));
  });
  signal.throwIfAborted();
  const { title, tree } = await readDocumentFile(file.name, new Uint8Array(bytes));
  signal.throwIfAborted();
  const id = newDocumentId();
  const kept = await withKeptImages(tree, id);
  signal.throwIfAborted();
  await createDocument(id, title, kept);
  return id;
}

/** Images that came inside the file are kept as our own; those that cannot be stay where they are. */
async function withKeptImages(tree: TreeNode, documentId: string): Promise<TreeNode> {
  const inside = new Set<string>();
  eachImage(tree, (src) => src.startsWith('data:') && inside.add(src));
  if (inside.size === 0) return tree;
  const { keepImage } = await import('../images/image-queue.ts');
  const keptBySrc = new Map<string, string>();
  for (const src of inside) {
    const bytes = bytesIn(src);
    const kept = bytes === null ? null : await keepImage(bytes, documentId).catch(() => null);
    if (kept !== null) keptBySrc.set(src, kept.src);
  }
  return withSources(tree, (src) => keptBySrc.get(src) ?? src);
}

/** Written while its session is held, which takes it to this device's copy and to the server. */
async function createDocument(id: string, title: string, tree: TreeNode): Promise<void> {
  createHere(id);
  library.note(id, { title });
  const { session, release } = sessions.hold(id, true);
  try {
    await ready(session);
    const clientId = new Y.Doc().clientID;
    Y.applyUpdate(session.doc, importDocument(tree, { title, clientId, newId: newTableId }), 'import');
  } finally {
    release();
  }
}

function ready(session: ReturnType<typeof sessions.get>): Promise<void> {
  return new Promise((resolve) => {
    const check = () => {
      if (!session.view.ready) return;
      end();
      resolve();
    };
    const end = session.subscribe(check);
    check();
  });
}
