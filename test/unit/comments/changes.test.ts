/** The list that a person sees: what the server said, and on top of it what they did and what became of that. */

import { describe, expect, it } from 'vitest';
import type { CommentView, ThreadView } from '../../../server/contract/comment-api.ts';
import {
  type Change,
  nextKey,
  type Refusal,
  sendable,
  shownThreads,
  type Waiting,
} from '../../../web/comments/changes.ts';
import { piecesOf } from '../../../web/comments/comment-text.tsx';
import { answered, changed, NOTHING_KNOWN, newsIn, whole } from '../../../web/comments/known-list.ts';
import type { Place } from '../../../web/comments/places.ts';
import { openCount, orderedThreads } from '../../../web/comments/thread-order.ts';

const about = { anchor: { from: 'a', to: 'b' }, quote: 'green' };

function comment(id: string, text: string, author = 'Ann'): CommentView {
  return { id, author, isMine: author === 'You', text, at: 1, editedAt: null };
}

function thread(id: string, revision: number, ...comments: readonly CommentView[]): ThreadView {
  return { id, revision, ...about, comments, resolved: null };
}

let made = 0;
function waits(change: Change, refusal: Refusal | null = null, heldUntil = 0): Waiting {
  made += 1;
  return { key: `${made}`.padStart(3, '0'), documentId: 'd', at: 5, change, heldUntil, refusal };
}

const begin = (text: string) => ({ kind: 'begin', thread: 't', about, comment: 'c', text, name: 'Ann' }) as const;
const say = (id: string, text: string) =>
  ({ kind: 'say', thread: 't', about, comment: id, text, name: 'Ann' }) as const;
const REFUSED: Refusal = { status: 403, reason: 'no-access' };

const isOwn = () => true;

/** Each comment with what became of it. */
function seen(threads: readonly ThreadView[], ...rows: readonly Waiting[]): readonly string[] {
  return shownThreads(threads, rows).flatMap(({ comments, resolved }) =>
    comments.map(({ text, delivery }) => `${text}: ${delivery.kind}${resolved ? ', resolved' : ''}`),
  );
}

describe('what waits is shown with what the server said', () => {
  const SAID = thread('t', 1, comment('c', 'Is it?', 'You'));

  it('a thread that was begun here, with a reply and other words, before the server has heard of any', () => {
    expect(seen([], waits(begin('Is it?')))).toEqual(['Is it?: waiting']);
    expect(seen([], waits(begin('Is it?')), waits(say('d', 'Yes.')), waits(say('c', 'Really?')))).toEqual([
      'Really?: waiting',
      'Yes.: waiting',
    ]);
  });

  it('nothing twice, and nothing as waiting, once the server has it', () => {
    expect(seen([SAID], waits(begin('Is it?')))).toEqual(['Is it?: sent']);
    expect(seen([SAID], waits(say('d', 'Yes.')))).toEqual(['Is it?: sent', 'Yes.: waiting']);
  });

  it('what was taken back, removed and resolved, at once', () => {
    expect(seen([SAID], waits({ kind: 'take-back', thread: 't', about, comment: 'c' }))).toEqual([]);
    expect(seen([SAID], waits({ kind: 'remove', thread: 't', about }))).toEqual([]);
    const resolve = { kind: 'resolve', thread: 't', about, isResolved: true, name: 'Ann' } as const;
    expect(seen([SAID], waits(resolve))).toEqual(['Is it?: sent, resolved']);
    expect(seen([SAID], waits(resolve), waits({ ...resolve, isResolved: false }))).toEqual(['Is it?: sent']);
  });

  it('what was refused, with its words; also where the thread is gone', () => {
    expect(seen([SAID], waits(say('c', 'Other words.'), REFUSED))).toEqual(['Other words.: refused']);
    expect(seen([], waits(say('d', 'Too late.'), { status: 404, reason: 'not-found' }))).toEqual([
      'Too late.: refused',
    ]);
    expect(shownThreads([], [waits(say('d', 'Too late.'), REFUSED)])[0]?.quote).toBe('green');
  });

  it('what was refused to be removed or resolved, as it is', () => {
    const [shown] = shownThreads([SAID], [waits({ kind: 'remove', thread: 't', about }, REFUSED)]);
    expect(shown?.delivery.kind).toBe('refused');
    expect(seen([SAID], waits({ kind: 'take-back', thread: 't', about, comment: 'c' }, REFUSED))).toEqual([
      'Is it?: refused',
    ]);
  });
});

describe('what is sent', () => {
  it('goes in order; what is held waits, and what was refused stays with all that hangs on it', () => {
    const [first, second] = [waits(begin('Is it?')), waits(say('d', 'Yes.'))];
    expect(sendable([first, second], 10, isOwn)).toEqual([first, second]);
    const held = waits({ kind: 'remove', thread: 'u', about }, null, 20);
    expect(sendable([held, second], 10, isOwn)).toEqual([second]);
    expect(sendable([held], 20, isOwn)).toEqual([held]);
    expect(sendable([{ ...first, refusal: REFUSED }, second], 10, isOwn)).toEqual([]);
    expect(sendable([first, second], 10, (row) => row !== first)).toEqual([]);
  });

  it('has keys that grow, whatever the clock does', () => {
    const first = nextKey(undefined, 1_000_000, 'a');
    const second = nextKey(first, 5, 'b');
    expect(second > first).toBe(true);
    expect(nextKey(second, 2_000_000, 'c') > second).toBe(true);
  });
});

describe('what the server says', () => {
  const list = (revision: number, threads: readonly ThreadView[], removed: readonly string[] = []) => ({
    ...{ revision, threads, removed },
  });
  const ids = ({ threads }: { readonly threads: ReadonlyMap<string, unknown> }) => [...threads.keys()];

  it('is put together from all of it and from changes; an older word does not undo a newer one', () => {
    const known = whole(
      NOTHING_KNOWN,
      list(2, [thread('t', 1, comment('c', 'One')), thread('u', 2, comment('e', 'Two'))]),
    );
    const later = changed(known, list(4, [thread('t', 4, comment('c', 'New'))], ['u']));
    expect([ids(later), later.revision]).toEqual([['t'], 4]);
    const stale = changed(later, list(3, [thread('t', 3, comment('c', 'Old'))]));
    expect([stale.threads.get('t')?.comments[0]?.text, stale.revision]).toEqual(['New', 4]);
  });

  it('is complete when it says all: also where a restored server knows less', () => {
    const known = whole(NOTHING_KNOWN, list(9, [thread('t', 9, comment('c', 'One'))]));
    expect(ids(whole(known, list(3, [thread('u', 2, comment('e', 'Two'))])))).toEqual(['u']);
  });

  it('keeps what it answered to a change while all of it was on its way', () => {
    const known = answered(NOTHING_KNOWN, begin('Is it?'), thread('t', 7, comment('c', 'Is it?', 'You')));
    expect(ids(whole(known, list(6, [])))).toEqual(['t']);
    expect(ids(answered(known, { kind: 'take-back', thread: 't', about, comment: 'c' }, null))).toEqual([]);
  });

  it('is news where others said it', () => {
    const before = whole(NOTHING_KNOWN, list(1, [thread('t', 1, comment('c', 'One'))]));
    const own = changed(before, list(2, [thread('t', 2, comment('c', 'One'), comment('d', 'Mine', 'You'))]));
    expect(newsIn(before, own)).toEqual([]);
    const others = changed(own, list(3, [thread('u', 3, comment('e', 'Two', 'Bob'))]));
    expect(newsIn(own, others)).toEqual(['Bob']);
  });
});

describe('the panel', () => {
  it('has the open threads in the order of the text, and apart those whose text is gone', () => {
    const resolved = { ...thread('done', 1, comment('x', 'Done')), resolved: { at: 1, by: 'Ann' } };
    const names = ['behind', 'gone', 'before', 'unknown'];
    const threads = shownThreads([...names.map((id) => thread(id, 1, comment(`${id}-c`, id))), resolved], []);
    const here = (from: number) => ({ kind: 'here', from, to: from + 1 }) as const;
    const places = new Map<string, Place>([
      ['behind', here(9)],
      ['before', here(3)],
      ['gone', { kind: 'gone' } as const],
      ['unknown', { kind: 'unknown' } as const],
    ]);
    const { inText, gone } = orderedThreads(threads, 'open', places);
    expect(inText.map(({ id }) => id)).toEqual(['before', 'behind', 'unknown']);
    expect(gone.map(({ id }) => id)).toEqual(['gone']);
    expect(orderedThreads(threads, 'resolved', places).inText.map(({ id }) => id)).toEqual(['done']);
    expect(openCount(threads)).toBe(4);
  });

  it('shows addresses as links, without the sentence around them, and nothing else', () => {
    expect(piecesOf('See (https://a.example/x?y=1). <b>No</b> javascript:alert(1)')).toEqual([
      { kind: 'text', text: 'See (' },
      { kind: 'link', text: 'https://a.example/x?y=1' },
      { kind: 'text', text: '). <b>No</b> javascript:alert(1)' },
    ]);
    expect(piecesOf('https://a.example')).toEqual([{ kind: 'link', text: 'https://a.example' }]);
  });
});
