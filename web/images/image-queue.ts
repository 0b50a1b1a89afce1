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
import { IMAGES_WAITING, imageStates } from './image-states.ts';

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
  /** Where else it was placed meanwhile. */
  readonly alsoIn?: readonly string[];
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

const NOT_KEPT = 'the browser refused to keep images';
const RETRY_FIRST_MS = 2_000;
const RETRY_LAST_MS = 60_000;

class ImageQueue {
  readonly #waitingBySrc = new Map<string, WaitingImage>();
  #database: Promise<IDBDatabase> | null = null;
  #sending = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #resumed: Promise<void> | null = null;
  /** Those that are nowhere but on this page. */
  readonly #notKept = new Set<string>();

  constructor() {
    window.addEventListener('online', () => void this.#send());
  }

  add(image: WaitingImage): void {
    this.#show(image);
    // Where the browser keeps nothing, the image lasts as long as the page: it is sent at once all the same.
    this.#keep(image).catch(() => this.#warnOf(image));
    // What another tab could not send goes with it.
    this.resume().catch(() => {});
    void this.#send();
  }

  async find(src: string): Promise<WaitingImage | null> {
    return this.#waitingBySrc.get(src) ?? (await this.#read(src).catch(() => null));
  }

  /** Takes up what is kept, once; what other tabs keep later they send themselves. */
  resume(): Promise<void> {
    this.#resumed ??= this.#takeUp();
    return this.#resumed;
  }

  async #takeUp(): Promise<void> {
    let images: readonly WaitingImage[] = [];
    await this.#write((store) => {
      const kept: IDBRequest<WaitingImage[]> = store.getAll();
      kept.onsuccess = () => {
        images = kept.result;
        flag(images.length > 0);
      };
    });
    for (const image of images) this.#show(image);
    await this.#send();
  }

  #warnOf({ src }: WaitingImage): void {
    if (!this.#waitingBySrc.has(src)) return;
    this.#notKept.add(src);
    window.addEventListener('beforeunload', warn);
  }

  #show(image: WaitingImage): void {
    const { src, bytes, type } = image;
    const before = this.#waitingBySrc.get(src);
    const all = joined(before, image);
    if (before !== undefined && documentsOf(before).length === documentsOf(all).length) return;
    // Behind the others: a pass that has been at it comes to it again, for the other document.
    this.#waitingBySrc.delete(src);
    this.#waitingBySrc.set(src, all);
    const shown = imageStates.get(src)?.shown ?? URL.createObjectURL(new Blob([Uint8Array.from(bytes)], { type }));
    imageStates.set(src, { phase: 'waiting', shown, documentIds: documentsOf(all) });
  }

  /** One after the other, so that one image arrives whole before the next begins. */
  async #send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    clearTimeout(this.#retry);
    for (const image of this.#waitingBySrc.values()) {
      const outcome = await upload(image);
      if (outcome === 'stored' || outcome === 'refused') await this.#end(image, outcome);
      else imageStates.waits(image.src);
      if (outcome === 'away') break;
    }
    this.#sending = false;
    if (this.#waitingBySrc.size > 0) this.#tryLater();
  }

  async #end(image: WaitingImage, outcome: 'stored' | 'refused'): Promise<void> {
    const { src } = image;
    this.#failures = 0;
    this.#waitingBySrc.delete(src);
    imageStates.sent(src, outcome);
    if (outcome === 'stored') await keepForOffline(image).catch(() => {});
    if (this.#notKept.delete(src) && this.#notKept.size === 0) window.removeEventListener('beforeunload', warn);
    await this.#forget(src).catch(() => {});
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

  /** In one transaction, so that no tab loses where another has placed it. */
  async #keep(image: WaitingImage): Promise<void> {
    await this.#write((store) => {
      const found: IDBRequest<WaitingImage | undefined> = store.get(image.src);
      found.onsuccess = () => {
        store.put(joined(found.result, image));
        flag(true);
      };
    });
  }

  async #forget(src: string): Promise<void> {
    await this.#write((store) => {
      store.delete(src);
      const left = store.count();
      left.onsuccess = () => flag(left.result > 0);
    });
  }

  async #write(change: (store: IDBObjectStore) => void): Promise<void> {
    const transaction = (await this.#open()).transaction(STORE, 'readwrite');
    await new Promise<void>((resolve, reject) => {
      transaction.oncomplete = () => resolve();
      transaction.onabort = () => reject(transaction.error ?? new Error(NOT_KEPT));
      change(transaction.objectStore(STORE));
    });
  }

  #open(): Promise<IDBDatabase> {
    this.#database ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(DATABASE, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'src' });
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error(NOT_KEPT));
    });
    return this.#database;
  }
}

const queue = new ImageQueue();

function documentsOf({ documentId, alsoIn = [] }: WaitingImage): readonly string[] {
  return [documentId, ...alsoIn];
}

/** The same image, placed in the documents of both. */
function joined(before: WaitingImage | undefined, image: WaitingImage): WaitingImage {
  if (before === undefined) return image;
  const { documentId } = before;
  const others = [...documentsOf(before), ...documentsOf(image)].filter((id) => id !== documentId);
  return { ...before, alsoIn: [...new Set(others)] };
}

/**
 * `stored` and `refused` are for good: the same bytes would be refused again. `denied`: whoever this browser is now may
 * not send it for its documents now, which says nothing of other images. `away`: nothing can be sent at present.
 */
type Outcome = 'stored' | 'refused' | 'denied' | 'away';

/** Once it is there for one of its documents, it is there for all. */
async function upload(image: WaitingImage): Promise<Outcome> {
  for (const documentId of documentsOf(image)) {
    const outcome = await uploadFor(documentId, image);
    if (outcome !== 'denied') return outcome;
  }
  return 'denied';
}

/** By XMLHttpRequest, which alone tells how much of a body has gone. */
function uploadFor(documentId: string, { src, bytes, type }: WaitingImage): Promise<Outcome> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', apiAddress('POST /api/images', { query: { document: documentId } }));
    request.setRequestHeader('content-type', type);
    request.upload.onprogress = ({ loaded, total }) => imageStates.progress(src, total > 0 ? loaded / total : 0);
    request.onload = () => resolve(outcomeOf(request.status));
    request.onerror = () => resolve('away');
    request.ontimeout = () => resolve('away');
    request.send(Uint8Array.from(bytes));
  });
}

function outcomeOf(status: number): Outcome {
  // Not every 2xx: a hotel's page answers whatever it is asked.
  if (status === 201) return 'stored';
  if (status === 400 || status === 413 || status === 415 || status === 422) return 'refused';
  return status === 401 || status === 403 || status === 404 ? 'denied' : 'away';
}

/**
 * Says in the next visit whether something is kept. Within a transaction that writes, and by what the store itself holds:
 * one tab does not know what another keeps, and the transactions of all come one after the other.
 */
function flag(isThere: boolean): void {
  try {
    if (isThere) localStorage.setItem(IMAGES_WAITING, '1');
    else localStorage.removeItem(IMAGES_WAITING);
  } catch {
    // A browser that keeps nothing keeps no images either.
  }
}

function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

async function keepForOffline({ src, bytes, type }: WaitingImage): Promise<void> {
  if (!('caches' in window)) return;
  const cache = await caches.open(CACHE);
  await cache.put(src, new Response(Uint8Array.from(bytes), { headers: { 'content-type': type } }));
}

function resultOf<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(NOT_KEPT));
  });
}
