/** What this browser keeps of comments, in a real database in memory. */

import 'fake-indexeddb/auto';
import { afterEach, describe, expect, it } from 'vitest';
import type { ThreadView } from '../../../server/contract/comment-api.ts';
import { DEVICE_COPIES_MAX } from '../../../server/contract/limits.ts';
import type { Waiting } from '../../../web/comments/changes.ts';
import {
  forgetThreads,
  forgetWaiting,
  keepThreads,
  keepWaiting,
  keptThreads,
  waitingRows,
} from '../../../web/comments/device.ts';

const about = { anchor: { from: 'a', to: 'b' }, quote: 'green' };

function row(key: string, text = key): Waiting {
  const change = { kind: 'say', thread: 't', about, comment: 'c', text, name: 'Ann' } as const;
  return { key, documentId: 'd', at: 1, change, author: { id: 'ann', name: 'Ann' }, heldUntil: 0, refusal: null };
}

function thread(id: string): ThreadView {
  const comments = [{ id: 'c', author: 'Ann', isMine: true, text: 'Is it?', at: 1, editedAt: null }];
  return { id, revision: 1, ...about, comments, resolved: null };
}

afterEach(async () => {
  await forgetWaiting((await waitingRows()).map(({ key }) => key));
});

describe('what waits to be sent', () => {
  it('is there in the order in which it was done, each once, with what became of it', async () => {
    await keepWaiting(row('2'));
    await keepWaiting(row('1'));
    await keepWaiting(row('3'));
    const refused = { ...row('2'), refusal: { status: 403, reason: 'no-access' } };
    await keepWaiting(refused);
    expect(await waitingRows()).toEqual([row('1'), refused, row('3')]);
  });

  it('goes when it is forgotten, and nothing else with it', async () => {
    for (const key of ['1', '2', '3']) await keepWaiting(row(key));
    await forgetWaiting(['1', '3', 'never there']);
    expect((await waitingRows()).map(({ key }) => key)).toEqual(['2']);
    await forgetWaiting([]);
    expect(await waitingRows()).toHaveLength(1);
  });
});

describe('the list of a document', () => {
  it('is as it was last kept, and unknown before and after', async () => {
    expect(await keptThreads('plan')).toBeNull();
    await keepThreads('plan', [thread('t')], 1);
    await keepThreads('plan', [thread('t'), thread('u')], 2);
    await keepThreads('other', [], 3);
    expect((await keptThreads('plan'))?.map(({ id }) => id)).toEqual(['t', 'u']);
    expect(await keptThreads('other')).toEqual([]);
    await forgetThreads('plan');
    expect([await keptThreads('plan'), await keptThreads('other')]).toEqual([null, []]);
    await forgetThreads('other');
  });

  it('is kept of so many documents as their text is: what was looked at longest ago goes', async () => {
    for (let n = 0; n < DEVICE_COPIES_MAX; n += 1) await keepThreads(`d${n}`, [thread('t')], n);
    // Looked at again.
    await keepThreads('d0', [thread('t')], DEVICE_COPIES_MAX);
    await keepThreads('new', [thread('t')], DEVICE_COPIES_MAX + 1);
    expect(await keptThreads('d1')).toBeNull();
    for (const id of ['d0', 'd2', `d${DEVICE_COPIES_MAX - 1}`, 'new']) expect(await keptThreads(id)).toHaveLength(1);
  });
});

it('a browser that drops it all is begun with anew, after one call that fails', async () => {
  await keepWaiting(row('1'));
  await new Promise<void>((resolve, reject) => {
    const request = indexedDB.deleteDatabase('scriptorium-comments');
    request.onsuccess = () => resolve();
    request.onerror = reject;
  });
  await expect(waitingRows()).rejects.toThrow();
  expect(await waitingRows()).toEqual([]);
  await keepWaiting(row('2'));
  expect(await waitingRows()).toEqual([row('2')]);
});
