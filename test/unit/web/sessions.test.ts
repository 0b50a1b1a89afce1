// @vitest-environment happy-dom
/** Sessions behind the page of a document, where the browser keeps no copies and the server is away. */

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { sessions } from '../../../web/collab/sessions.ts';
import { titleOf } from '../../../web/collab/title.ts';

/** Longer than a session that nobody holds lingers. */
const LONG_MS = 10_000;

/** A line that never comes to stand. */
class NoLine {
  readonly readyState = 0;
  binaryType = '';
  close(): void {}
  send(): void {}
}

const isWarned = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', NoLine);
  const open = () => {
    throw new DOMException('a private window', 'InvalidStateError');
  };
  vi.stubGlobal('indexedDB', { open });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function opens(id: string) {
  const held = sessions.hold(id, false);
  await vi.waitUntil(() => held.session.view.status.deviceCopy === 'refused');
  return held;
}

it('what was written lives on when the page of the document is left, and leaving the app is warned of', async () => {
  const { session, release } = await opens('written');
  titleOf(session.doc).insert(0, 'Only here');
  expect(session.view.status.unsaved).not.toBeNull();
  release();
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(isWarned()).toBe(true);
  const again = await opens('written');
  expect(again.session).toBe(session);
  expect(titleOf(again.session.doc).toString()).toBe('Only here');
  again.session.close();
});

it('a session without anything of the kind ends with its page', async () => {
  const { session, release } = await opens('read');
  release();
  await vi.advanceTimersByTimeAsync(LONG_MS);
  expect(sessions.get('read', false)).not.toBe(session);
});
