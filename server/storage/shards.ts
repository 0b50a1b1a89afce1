/**
 * Which of several data directories a document lies in. Each shard is a whole data directory with a log of its own, so
 * that a process can own it; the documents of all of them together are what one directory would hold.
 */

import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { shardCountOf, shardNames } from './data-directory.ts';

/** The shard of a document, 0 to `shards` - 1: the same for ever, so it may depend on nothing but the two. */
export function shardOf(documentId: string, shards: number): number {
  return shards === 1 ? 0 : createHash('sha256').update(documentId).digest().readUInt32BE() % shards;
}

/** The directories that hold the documents of a data directory: itself, or one a shard. */
export async function shardDirectories(dataDirectory: string): Promise<string[]> {
  const shards = await shardCountOf(dataDirectory);
  return shards === 1 ? [dataDirectory] : shardPaths(dataDirectory, shards);
}

/** The directory that holds one document. */
export async function directoryOfDocument(dataDirectory: string, documentId: string): Promise<string> {
  const directories = await shardDirectories(dataDirectory);
  return directories[shardOf(documentId, directories.length)] ?? dataDirectory;
}

export function shardPaths(dataDirectory: string, shards: number): string[] {
  return shardNames(shards).map((name) => join(dataDirectory, name));
}
