/**
 * The beginning of a document's text, as the server sends it inside the page to a browser that has no program of ours
 * yet. It stays in sight until the editor stands; then it is forgotten, for the text has moved on.
 */

class ServedText {
  #element: HTMLElement | null = null;

  /** To be called before the program draws anything. */
  keep(page: Document): void {
    this.#element = page.getElementById('served-text');
  }

  /** Null where there is none, or that of another document. */
  of(documentId: string): HTMLElement | null {
    return this.#element?.dataset.document === documentId ? this.#element : null;
  }

  forget(): void {
    shellOf(this.#element)?.remove();
    this.#element = null;
  }
}

export const servedText = new ServedText();

/** Whether it is in sight now that the program draws the page; before, it is. */
export function showServed(element: HTMLElement, isShown: boolean): void {
  shellOf(element)?.classList.toggle('served-shown', isShown);
}

/** What came with the page around it, in place of the bars. */
function shellOf(element: HTMLElement | null): Element | null {
  return element?.closest('.served') ?? null;
}
