/** Sentences about what could not be done in the text, for whoever shows them. */

type Listener = (sentence: string) => void;

const listeners = new Set<Listener>();

export function announceProblem(sentence: string): void {
  for (const listener of listeners) listener(sentence);
}

export function watchProblems(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
