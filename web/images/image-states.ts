/**
 * What this page knows of images that are on their way: where to show them from, and how much has gone. Small, so
 * that a page without a new image loads nothing more.
 */

export type ImageState =
  /** Kept here; `shown` is the local copy. */
  | { readonly phase: 'waiting'; readonly shown: string }
  | { readonly phase: 'sending'; readonly shown: string; readonly sent: number }
  | { readonly phase: 'stored'; readonly shown: string }
  /** The server will not have it. */
  | { readonly phase: 'refused'; readonly shown: string };

const FLAG = 'scriptorium/images-waiting';

class ImageStates {
  readonly #bySrc = new Map<string, ImageState>();
  readonly #listeners = new Set<() => void>();

  get(src: string): ImageState | undefined {
    return this.#bySrc.get(src);
  }

  /** How many the server does not have yet. */
  get waitingCount(): number {
    let count = 0;
    for (const { phase } of this.#bySrc.values()) if (phase === 'waiting' || phase === 'sending') count++;
    return count;
  }

  set(src: string, state: ImageState): void {
    this.#bySrc.set(src, state);
    this.#flag();
    for (const listener of this.#listeners) listener();
  }

  /** @param sent from 0 to 1. */
  progress(src: string, sent: number): void {
    const state = this.#bySrc.get(src);
    if (state !== undefined) this.set(src, { phase: 'sending', shown: state.shown, sent });
  }

  sent(src: string, phase: 'stored' | 'refused'): void {
    const state = this.#bySrc.get(src);
    if (state !== undefined) this.set(src, { phase, shown: state.shown });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Whether an earlier visit left images that wait. */
  get areLeft(): boolean {
    try {
      return localStorage.getItem(FLAG) !== null;
    } catch {
      return false;
    }
  }

  #flag(): void {
    try {
      if (this.waitingCount > 0) localStorage.setItem(FLAG, '1');
      else localStorage.removeItem(FLAG);
    } catch {
      // A browser that keeps nothing keeps no images either.
    }
  }
}

export const imageStates = new ImageStates();
