/**
 * The beginning of a document's text, as the server sends it inside the page to a browser that has no program of ours
 * yet. It stays in sight until the editor stands; then it is forgotten, for the text has moved on.
 */

class ServedText {
  #element: HTMLElement | null = null;

  /** To be called before React takes its place. */
  keep(page: Document): void {
    this.#element = page.getElementById('served-text');
  }

  /** Null where there is none, or that of another document. */
  of(documentId: string): HTMLElement | null {
    return this.#element?.dataset.document === documentId ? this.#element : null;
  }

  forget(): void {
    this.#element = null;
  }
}

export const servedText = new ServedText();
