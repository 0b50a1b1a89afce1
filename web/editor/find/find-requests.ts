/** What keys ask of a search that may be open already. */

/** `again`: its field, with what is selected now. */
export type FindRequest = 'again' | 'next' | 'previous';

type Listener = (request: FindRequest) => void;

const listeners = new Set<Listener>();

/** False where no search is open. */
export function requestFind(request: FindRequest): boolean {
  for (const listener of listeners) listener(request);
  return listeners.size > 0;
}

export function watchFindRequests(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
