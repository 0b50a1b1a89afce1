/**
 * One small value kept in this browser (localStorage), shared by all its tabs. Reads are always of what is stored
 * now, so that a tab changes what another tab wrote instead of overwriting it with what it remembers. Where the
 * browser keeps nothing, the value lasts as long as the page.
 */

export class StoredValue<Value> {
  readonly #key: string;
  readonly #read: (stored: unknown) => Value;
  readonly #listeners = new Set<() => void>();
  #text: string | null | undefined;
  #value: Value | undefined;
  /** Whether the browser refused the latest value, so that what it holds is older. */
  #refused = false;

  /** `read` makes a value of what is stored (null when nothing is, anything at all when something spoiled it). */
  constructor(key: string, read: (stored: unknown) => Value) {
    this.#key = key;
    this.#read = read;
  }

  /** The same object as long as nothing changed. */
  get value(): Value {
    const text = this.#storedText();
    if (this.#value === undefined || text !== this.#text) {
      this.#text = text;
      this.#value = this.#read(parsed(text));
    }
    return this.#value;
  }

  set value(value: Value) {
    this.#value = value;
    this.#text = JSON.stringify(value);
    try {
      localStorage.setItem(this.#key, this.#text);
      this.#refused = false;
    } catch {
      this.#refused = true;
    }
    for (const listener of this.#listeners) listener();
  }

  /** Calls `listener` after a change in this tab or another; the answer ends it. */
  subscribe(listener: () => void): () => void {
    const changedElsewhere = ({ key }: StorageEvent) => {
      if (key === this.#key || key === null) listener();
    };
    this.#listeners.add(listener);
    window.addEventListener('storage', changedElsewhere);
    return () => {
      this.#listeners.delete(listener);
      window.removeEventListener('storage', changedElsewhere);
    };
  }

  #storedText(): string | null | undefined {
    if (this.#refused) return this.#text;
    try {
      return localStorage.getItem(this.#key) ?? this.#text;
    } catch {
      return this.#text;
    }
  }
}

function parsed(text: string | null | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return null;
  }
}
