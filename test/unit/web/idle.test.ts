/** What is done when the page has nothing better to do, one thing at a time. */

import { afterEach, expect, it, vi } from 'vitest';
import { whenIdleInTurn } from '../../../web/lib/idle.ts';

const asked: (() => void)[] = [];

function idles(): void {
  asked.shift()?.();
}

afterEach(() => {
  asked.length = 0;
  vi.unstubAllGlobals();
});

function opensThePage(): void {
  const cancelled = new Set<number>();
  vi.stubGlobal('window', {
    requestIdleCallback: (task: () => void) => {
      const handle = asked.push(() => cancelled.has(handle) || task());
      return handle;
    },
    cancelIdleCallback: (handle: number) => cancelled.add(handle),
  });
}

it('each waits for an idle moment of its own', () => {
  opensThePage();
  const done: string[] = [];
  whenIdleInTurn([() => done.push('one'), () => done.push('two')]);
  expect(done).toEqual([]);
  idles();
  expect(done).toEqual(['one']);
  idles();
  expect(done).toEqual(['one', 'two']);
  expect(asked).toEqual([]);
});

it('what is left is not done once it was cancelled', () => {
  opensThePage();
  const done: string[] = [];
  const cancel = whenIdleInTurn([() => done.push('one'), () => done.push('two')]);
  idles();
  cancel();
  idles();
  expect(done).toEqual(['one']);
});
