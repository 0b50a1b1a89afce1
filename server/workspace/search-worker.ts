/** The thread that has the search index: does one thing after the other. */

import { parentPort } from 'node:worker_threads';
import { SearchIndex } from './search-index.ts';
import type { SearchAnswer, SearchCall, SearchCalls } from './search-messages.ts';

let opened: SearchIndex | null = null;

function index(): SearchIndex {
  if (opened === null) throw new Error('the search index is not open');
  return opened;
}

const calls: SearchCalls = {
  open(path) {
    opened?.close();
    opened = SearchIndex.open(path);
    return { isComplete: opened.isComplete };
  },
  put(documents) {
    index().put(documents);
    return null;
  },
  setReaders(id, readers) {
    index().setReaders(id, readers);
    return null;
  },
  remove(ids) {
    index().remove(ids);
    return null;
  },
  changedAtOf: (ids) => index().changedAtOf(ids),
  markComplete() {
    index().markComplete();
    return null;
  },
  find: (typed, readers, limit) => index().find(typed, readers, limit),
  close() {
    opened?.close();
    opened = null;
    return null;
  },
};

parentPort?.on('message', ({ number, name, parameters }: SearchCall) => {
  parentPort?.postMessage(
    answerTo(number, () => (calls[name] as (...all: readonly unknown[]) => unknown)(...parameters)),
  );
});

function answerTo(number: number, work: () => unknown): SearchAnswer {
  try {
    return { number, kind: 'answer', value: work() };
  } catch (error) {
    return { number, kind: 'failure', message: error instanceof Error ? error.message : String(error) };
  }
}
