/** The worker thread behind content-desk.ts: answers one request after the other and keeps nothing between them. */

import { parentPort } from 'node:worker_threads';
import type { ContentReader } from '../contract/document/file-reader.ts';
import { readContent, writeContent } from './content-core.ts';
import type { ContentReply, ContentRequest } from './content-messages.ts';

/** The readers of the editor, built for Node; seen from the built server and, in development, from its source. */
const READER = import.meta.url.endsWith('.ts') ? '../../web/reader/command-line.ts' : '../../reader/command-line.js';

let reader: Promise<ContentReader> | null = null;

/** Loaded with the first write. */
function openReader(): Promise<ContentReader> {
  reader ??= import(new URL(READER, import.meta.url).href).then((module) => module.openContentReader());
  return reader;
}

async function answer(request: ContentRequest): Promise<ContentReply> {
  try {
    if (request.kind === 'read') return { kind: 'read', answer: readContent(request.updates, request.format) };
    return { kind: 'written', result: writeContent(request, await openReader()) };
  } catch (error) {
    return { kind: 'failed', sentence: error instanceof Error ? error.message : String(error) };
  }
}

parentPort?.on('message', async (request: ContentRequest) => parentPort?.postMessage(await answer(request)));
parentPort?.postMessage({ kind: 'ready' } satisfies ContentReply);
