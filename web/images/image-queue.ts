/**
 * Images on their way to the server. An image is named by what is in it, so its address is known before anybody has
 * it: the document refers to it at once, this device shows its own copy, and the bytes follow when the server can be
 * reached, after a reload, too. Kept in IndexedDB until the server has confirmed them.
 */

import { digest } from 'lib0/hash/sha256';
import { IMAGE_MIME_TYPES, type ImageKind, readImageHeader } from '../../server/contract/image-header.ts';
import { IMAGE_BYTES_MAX, IMAGE_PATH, IMAGE_PIXELS_MAX } from '../../server/contract/limits.ts';
import { apiAddress } from '../lib/api.ts';
import { text } from '../ui/text.ts';
import { imageStates } from './image-states.ts';

export interface KeptImage {
  readonly src: string;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
}

/** What a person is told about a file that cannot stand in a document. */
export class UnacceptableImage extends Error {
  override readonly name = 'UnacceptableImage';
}

interface WaitingImage {
  readonly src: string;
  /** Whoever may write this document may send it. */
  readonly documentId: string;
  readonly bytes: Uint8Array;
  readonly type: string;
}

const DATABASE = 'scriptorium-images';
const STORE = 'waiting';
/** Shared with the service worker, which answers from it. */
const CACHE = 'images';

/**
 * Takes an image in: checks it, keeps it here, and sends it as soon as the server can be reached.
 *
 * @throws UnacceptableImage with a sentence.
 */
export async function keepImage(bytes: Uint8Array, documentId: string): Promise<KeptImage> {
  const header = readImageHeader(bytes);
  if (header === null) throw new UnacceptableImage(text.images.notAnImage);
  if (bytes.length > IMAGE_BYTES_MAX) {
    throw new UnacceptableImage(text.images.tooLarge(IMAGE_BYTES_MAX / 1024 / 1024));
  }
  if (header.width * header.height > IMAGE_PIXELS_MAX) {
    throw new UnacceptableImage(text.images.tooManyPixels(IMAGE_PIXELS_MAX / 1_000_000));
  }
  const src = addressOf(bytes, header.kind);
  const image: WaitingImage = { src, documentId, bytes, type: IMAGE_MIME_TYPES[header.kind] };
  queue.add(image);
  return { src, width: header.width, height: header.height };
}

/** The bytes of an image that this device keeps; null when only the server can have it. */
export async function localImage(src: string): Promise<Uint8Array | null> {
  return (await queue.find(src))?.bytes ?? null;
}

/** Goes on with what an earlier visit could not send. */
export async function resumeImages(): Promise<void> {
  await queue.resume();
}

function addressOf(bytes: Uint8Array, kind: ImageKind): string {
  const hash = Array.from(digest(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${IMAGE_PATH}${hash}.${kind}`;
}

const RETRY_FIRST_MS = 2_000;
const RETRY_LAST_MS = 60_000;

class ImageQueue {
  readonly #waitingBySrc = new Map<string, WaitingImage>();
  #database: Promise<IDBDatabase> | null = null;
  #sending = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    window.addEventListener('online', () => void this.#send());
  }

  add(image: WaitingImage): void {
    this.#show(image);
    // Where the browser keeps nothing, the image lasts as long as the page: it is sent at once all the same.
    this.#write((store) => store.put(image)).catch(() => {});
    void this.#send();
  }

  async find(src: string): Promise<WaitingImage | null> {
    return this.#waitingBySrc.get(src) ?? (await this.#read(src).catch(() => null));
  }

  async resume(): Promise<void> {
    const database = await this.#open();
    const images: WaitingImage[] = await resultOf(database.transaction(STORE).objectStore(STORE).getAll());
    for (const image of images) if (!this.#waitingBySrc.has(image.src)) this.#show(image);
    await this.#send();
  }

  #show(image: WaitingImage): void {
    this.#waitingBySrc.set(image.src, image);
    const shown = URL.createObjectURL(new Blob([Uint8Array.from(image.bytes)], { type: image.type }));
    imageStates.set(image.src, { phase: 'waiting', shown, documentId: image.documentId });
  }

  /** One after the other, so that one image arrives whole before the next begins. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#retry);
    for (const image of this.#waitingBySrc.values()) {
      const outcome = await upload(image);
      if (outcome === 'away') {
        imageStates.waits(image.src);
        break;
      }
      this.#failures = 0;
      this.#waitingBySrc.delete(image.src);
      imageStates.sent(image.src, outcome);
      if (outcome === 'stored') await keepForOffline(image).catch(() => {});
      await this.#write((store) => store.delete(image.src)).catch(() => {});
    }
    this.#sending = false;
    if (this.#waitingBySrc.size > 0) this.#tryLater();
  }

  #tryLater(): void {
    const delayMs = Math.min(RETRY_LAST_MS, RETRY_FIRST_MS * 2 ** this.#failures) * (0.5 + Math.random() / 2);
    this.#failures += 1;
    this.#retry = setTimeout(() => void this.#send(), delayMs);
  }

  async #read(src: string): Promise<WaitingImage | null> {
    const database = await this.#open();
    const found: WaitingImage | undefined = await resultOf(database.transaction(STORE).objectStore(STORE).get(src));
    return found ?? null;
  }

  async #write(change: (store: IDBObjectStore) => IDBRequest): Promise<void> {
    const database = await this.#open();
    await resultOf(change(database.transaction(STORE, 'readwrite').objectStore(STORE)));
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'src' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('the browser refused to keep images'));
    });
    return this.#database;
  }
}

const queue = new ImageQueue();

/** By XMLHttpRequest, which alone tells how much of a body has gone. */
function upload({ src, documentId, bytes, type }: WaitingImage): Promise<'stored' | 'refused' | 'away'> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiAddress('POST /api/images', { query: { document: documentId } }));
    request.setRequestHeader('content-type', type);
    request.upload.onprogress = ({ loaded, total }) => imageStates.progress(src, total > 0 ? loaded / total : 0);
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve('stored');
      else resolve(isFinal(request.status) ? 'refused' : 'away');
    };
    request.onerror = () => resolve('away');
    request.ontimeout = () => resolve('away');
    request.send(Uint8Array.from(bytes));
  });
}

/** The same bytes would be refused again. */
function isFinal(status: number): boolean {
  return status === 400 || status === 413 || status === 415 || status === 422;
}

async function keepForOffline({ src, bytes, type }: WaitingImage): Promise<void> {
  if (!('caches' in window)) return;
  const cache = await caches.open(CACHE);
  await cache.put(src, new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } }));
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('the browser refused to keep images'));
  });
}
