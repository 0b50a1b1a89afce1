/**
 * Images, beside the database: a file each under `images/`, named by the SHA-256 of its bytes and its kind. So the
 * same image is kept once, a file is never changed, and anybody can tell whether it is still what it was. What is
 * there under its name is whole: it was written aside, synced, and renamed.
 *
 * An image is removed only after the last document that ever spoke of it, when that was deleted for good: a past version
 * of one may still refer to it. When that is, workspace/image-removal.ts says; the time of a file is when it was last sent.
 */

import { createHash, randomUUID } from 'node:crypto';
import type { ReadStream, Stats } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { IMAGE_NAME_PATTERN } from '../contract/limits.ts';
import { IMAGES } from './data-directory.ts';

export interface StoredImage {
  readonly bytes: number;
  readonly stream: ReadStream;
}

export class ImageStore {
  readonly #directory: string;
  #last: Promise<unknown> = Promise.resolve();

  /** Nothing is created before the first image comes. */
  private constructor(directory: string) {
    this.#directory = directory;
  }

  static ofDataDirectory(path: string): ImageStore {
    return new ImageStore(join(path, IMAGES));
  }

  /** The folder beside a backup file: as images never change, the next backup adds only what is new. */
  static ofBackup(path: string): ImageStore {
    return new ImageStore(`${path}.images`);
  }

  /**
   * Keeps an image; on the disk when it returns. One that is there is noted as sent now: somebody is about to speak of it.
   *
   * @returns its name. @throws the system's error, e.g. ENOSPC.
   */
  async put(bytes: Uint8Array, kind: string): Promise<string> {
    const name = `${createHash('sha256').update(bytes).digest('hex')}.${kind}`;
    if (await this.#inTurn(() => sentAgain(this.#pathOf(name), bytes.length))) return name;
    const folder = this.#folderOf(name);
    await mkdir(folder, { recursive: true });
    const aside = join(folder, `.${randomUUID()}.new`);
    try {
      await writeSynced(aside, bytes);
      await this.#inTurn(() => rename(aside, this.#pathOf(name)));
    } catch (error) {
      await rm(aside, { force: true });
      throw error;
    }
    for (const path of [folder, this.#directory]) await syncDirectory(path);
    return name;
  }

  /** Null when there is no such image. */
  async get(name: string): Promise<StoredImage | null> {
    if (!IMAGE_NAME_PATTERN.test(name)) return null;
    try {
      const file = await open(this.#pathOf(name));
      const { size } = await file.stat();
      return { bytes: size, stream: file.createReadStream() };
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** The bytes of an image; null when there is no such image. */
  async read(name: string): Promise<Uint8Array | null> {
    if (!IMAGE_NAME_PATTERN.test(name)) return null;
    try {
      return await readFile(this.#pathOf(name));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /**
   * Removes an image, unless it was sent since. Nothing to do when there is no such image.
   *
   * @param since milliseconds since 1970.
   */
  async removeUnlessSent(name: string, since: number): Promise<void> {
    if (!IMAGE_NAME_PATTERN.test(name)) return;
    const path = this.#pathOf(name);
    await this.#inTurn(async () => {
      const sentAt = (await statOf(path))?.mtimeMs ?? Number.POSITIVE_INFINITY;
      if (sentAt < since) await rm(path, { force: true });
    });
  }

  /** The names of all images, sorted. */
  async names(): Promise<readonly string[]> {
    const folders = await readdir(this.#directory).catch(() => []);
    const names = await Promise.all(folders.map((folder) => readdir(join(this.#directory, folder)).catch(() => [])));
    return names
      .flat()
      .filter((name) => IMAGE_NAME_PATTERN.test(name))
      .sort();
  }

  /** Whether what lies under `name` is what its name says. */
  async isIntact(name: string): Promise<boolean> {
    const bytes = await readFile(this.#pathOf(name));
    return createHash('sha256').update(bytes).digest('hex') === name.slice(0, 64);
  }

  /** Copies the images that `target` lacks. @returns how many those were. */
  async copyTo(target: ImageStore): Promise<number> {
    let copied = 0;
    for (const name of await this.names()) {
      if ((await sizeOf(target.#pathOf(name))) === (await sizeOf(this.#pathOf(name)))) continue;
      await target.put(await readFile(this.#pathOf(name)), name.slice(name.lastIndexOf('.') + 1));
      copied++;
    }
    return copied;
  }

  /** So that none is removed between the look whether it is there and the answer that it is. */
  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => {});
    return done;
  }

  /** 256 folders, so that none becomes slow to list. */
  #folderOf(name: string): string {
    return join(this.#directory, name.slice(0, 2));
  }

  #pathOf(name: string): string {
    return join(this.#folderOf(name), name);
  }
}

/** @returns false when it is not there whole, or its time cannot be set: then it is written anew. */
async function sentAgain(path: string, bytes: number): Promise<boolean> {
  if ((await sizeOf(path)) !== bytes) return false;
  const now = new Date();
  return await utimes(path, now, now).then(
    () => true,
    () => false,
  );
}

async function sizeOf(path: string): Promise<number | null> {
  return (await statOf(path))?.size ?? null;
}

async function statOf(path: string): Promise<Stats | null> {
  try {
    return await stat(path);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function writeSynced(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r');
  await directory.sync();
  await directory.close();
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}
