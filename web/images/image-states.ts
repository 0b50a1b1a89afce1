/**
 * What this page knows of images that are on their way: where to show them from, and how much has gone. Small, so
 * that a page without a new image loads nothing more.
 */

export type ImageState =
  /** Kept here. */
  | (ShownImage & { readonly phase: 'waiting' })
  /** `sent` from 0 to 1. */
  | (ShownImage & { readonly phase: 'sending'; readonly sent: number })
  | (ShownImage & { readonly phase: 'stored' })
  /** The server will not have it. */
  | (ShownImage & { readonly phase: 'refused' });

interface ShownImage {
  /** Address of the local copy. */
  readonly shown: string;
  /** The documents it was placed in. */
  readonly documentIds: readonly string[];
}

/** Set where this browser keeps images that wait; by what keeps them alone. */
export const IMAGES_WAITING = 'scriptorium/images-waiting';

class ImageStates {
  readonly #bySrc = new Map<string, ImageState>();
  readonly #listeners = new Set<() => void>();

  get(src: string): ImageState | undefined {
    return this.#bySrc.get(src);
  }

  /** How many of a document the server does not have yet. */
  waitingIn(documentId: string): number {
    return [...this.#bySrc.values()].filter(
      ({ phase, documentIds }) => (phase === 'waiting' || phase === 'sending') && documentIds.includes(documentId),
    ).length;
  }

  set(src: string, state: ImageState): void {
    this.#bySrc.set(src, state);
    for (const listener of this.#listeners) listener();
  }

  /** @param sent from 0 to 1. */
  progress(src: string, sent: number): void {
    const state = this.#bySrc.get(src);
    if (state !== undefined) this.set(src, { ...state, phase: 'sending', sent });
  }

  /** It could not be sent now. */
  waits(src: string): void {
    const state = this.#bySrc.get(src);
    if (state !== undefined) this.set(src, { ...state, phase: 'waiting' });
  }

  sent(src: string, phase: 'stored' | 'refused'): void {
    const state = this.#bySrc.get(src);
    if (state !== undefined) this.set(src, { ...state, phase });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether an earlier visit left images that wait. */
  get areLeft(): boolean {
    try {
      return localStorage.getItem(IMAGES_WAITING) !== null;
    } catch {
      return false;
    }
  }
}

export const imageStates = new ImageStates();
