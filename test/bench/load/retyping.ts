/** A long document typed once more, update by update, while a colleague has it open; and the file it is read from. */

import { readFile, writeFile } from 'node:fs/promises';
import { LoadClient } from './client.ts';
import type { RetypeParameters } from './commands.ts';
import { atRate, whileGrowing } from './pacing.ts';

const LENGTH_BYTES = 4;
/** A colleague who has heard nothing for so long has heard everything. */
const SILENCE_MS = 3_000;

/** Updates one after the other, each behind its length. */
export async function writeUpdates(path: string, updates: readonly Uint8Array[]): Promise<void> {
  const parts = updates.flatMap((update) => {
    const length = Buffer.alloc(LENGTH_BYTES);
    length.writeUInt32LE(update.length);
    return [length, update];
  });
  await writeFile(path, Buffer.concat(parts));
}

async function readUpdates(path: string): Promise<Buffer[]> {
  const bytes = await readFile(path);
  const updates: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const start = at + LENGTH_BYTES;
    at = start + bytes.readUInt32LE(at);
    updates.push(bytes.subarray(start, at));
  }
  return updates;
}

/** Types at a steady rate, stays until nothing more reaches the colleague, and leaves with them. */
export async function retype({ path, perSecond, ...options }: RetypeParameters): Promise<null> {
  const updates = await readUpdates(path);
  let heard = 0;
  const colleague = new LoadClient({
    ...options,
    onMessage: () => {
      heard++;
    },
  });
  const author = new LoadClient(options);
  await Promise.all([colleague.dial(), author.dial()]);
  const seconds = updates.length / perSecond;
  await atRate({ seconds, perSecond }, (index) => author.sendUpdate([...(updates[index] ?? [])]));
  await whileGrowing(
    SILENCE_MS,
    () => false,
    () => heard,
  );
  const codes = [author.closeCode, colleague.closeCode].filter((code) => code !== null);
  if (codes.length > 0) throw new Error(`the server closed with ${codes.join(' and ')}`);
  author.leave();
  colleague.leave();
  return null;
}
