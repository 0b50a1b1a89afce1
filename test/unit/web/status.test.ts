import { describe, expect, it } from 'vitest';
import { CLOSE } from '../../../server/contract/close-codes.ts';
import type { Unsaved } from '../../../web/collab/checkpoints.ts';
import {
  initialSaveStatus,
  isEditable,
  type Link,
  nextChangeAtMs,
  type SaveEvent,
  type SaveStatus,
  type SaveWord,
  saveReducer,
  saveWord,
} from '../../../web/collab/status.ts';

const NOW = 1_000_000;
const FRESH: Unsaved = { count: 1, sinceMs: NOW - 599 };
const OLD: Unsaved = { count: 3, sinceMs: NOW - 600 };

const OPENING: Link = { phase: 'opening', sinceMs: NOW };
const LIVE: Link = { phase: 'live' };
const away = (awayMs: number, retryInMs: number | null, code = 1006): Link => ({
  phase: 'away',
  sinceMs: NOW - awayMs,
  retryAtMs: retryInMs === null ? null : NOW + retryInMs,
  code,
});
const stopped = (code: number): Link => ({ phase: 'stopped', code });

function status(change: Partial<SaveStatus>): SaveStatus {
  return { ...initialSaveStatus(NOW), deviceCopy: 'kept', ...change };
}

const READER = { link: LIVE, mayEdit: false } as const;
const ACCESS_CHANGED = { kind: 'view-only', because: 'access-changed' } as const;
const HIDDEN = { kind: 'hidden' } as const;
const onThisDevice = (unsaved: Unsaved | null, retry: object = HIDDEN) => ({ kind: 'on-this-device', unsaved, retry });

describe('the save word (R29, the table of the interface)', () => {
  const table: readonly [string, Partial<SaveStatus>, object][] = [
    ['asks first', { link: OPENING }, { kind: 'opening' }],
    ['is Saved when the server has everything', { link: LIVE }, { kind: 'saved' }],
    ['stays Saved for 600 ms while an echo is due', { link: LIVE, unsaved: FRESH }, { kind: 'saved' }],
    ['is Saving after 600 ms without the echo', { link: LIVE, unsaved: OLD }, { kind: 'saving' }],
    ['is Saving while an image is on its way', { link: LIVE, imagesWaiting: 1 }, { kind: 'saving' }],
    ['is kept on this device when the server is away', { link: away(0, 900) }, onThisDevice(null)],
    ['counts what is unsaved', { link: away(0, 900), unsaved: OLD }, onThisDevice(OLD)],
    ['hides the retry for 5 s', { link: away(4_999, 900) }, onThisDevice(null)],
    ['then counts down', { link: away(5_000, 3_001) }, onThisDevice(null, { kind: 'waiting', seconds: 4 })],
    ['counts whole seconds', { link: away(5_000, 3_000) }, onThisDevice(null, { kind: 'waiting', seconds: 3 })],
    ['says when it is trying', { link: away(5_000, null) }, onThisDevice(null, { kind: 'trying' })],
    ['never counts below one second', { link: away(5_000, 0) }, onThisDevice(null, { kind: 'trying' })],
    ['names failing storage', { link: away(0, 900, CLOSE.storageFailing.code) }, { kind: 'storage-failing' }],
    ['knows a restart as away', { link: away(0, 900, CLOSE.restarting.code) }, onThisDevice(null)],
    ['is View only by role', READER, { kind: 'view-only', because: 'role' }],
    ['names text that only a reader holds', { ...READER, unsaved: OLD }, { kind: 'view-only', because: 'only-here' }],
    ['is View only when one had written', { ...READER, unsaved: OLD, isTyped: true }, ACCESS_CHANGED],
    ['is View only when access ended', { link: stopped(4403) }, ACCESS_CHANGED],
    ['is View only when signed out', { link: stopped(4401) }, ACCESS_CHANGED],
    ['asks for the new version', { link: stopped(4426) }, { kind: 'new-version' }],
    ['keeps the text here after any other stop', { link: stopped(4413), unsaved: OLD }, onThisDevice(OLD)],
    ['warns when nothing is kept', { link: away(0, 900), deviceCopy: 'refused' }, { kind: 'no-copy' }],
    ['warns while text is on its way', { link: LIVE, unsaved: FRESH, deviceCopy: 'refused' }, { kind: 'no-copy' }],
    ['is still Saved when the server has all', { link: LIVE, deviceCopy: 'refused' }, { kind: 'saved' }],
  ];

  it.each(table)('%s', (_title, change, word) => {
    expect(saveWord(status(change), NOW)).toEqual(word);
  });

  it('takes a first connection that never answers for an absent server after 3 s', () => {
    expect(saveWord(status({ link: OPENING }), NOW + 2_999)).toEqual({ kind: 'opening' });
    expect(saveWord(status({ link: OPENING }), NOW + 3_000)).toEqual(onThisDevice(null, { kind: 'trying' }));
  });

  it('lets the weightier row win', () => {
    const everythingWrong = { link: stopped(4426), deviceCopy: 'refused', mayEdit: false, unsaved: OLD } as const;
    expect(saveWord(status(everythingWrong), NOW)).toEqual({ kind: 'new-version' });
    const noCopyAndFailing = { link: away(0, 1, CLOSE.storageFailing.code), deviceCopy: 'refused' } as const;
    expect(saveWord(status(noCopyAndFailing), NOW)).toEqual({ kind: 'no-copy' });
  });
});

describe('what changes the status', () => {
  const play = (...events: SaveEvent[]) => events.reduce(saveReducer, status({}));
  const lost = (atMs: number): SaveEvent => ({ kind: 'lost', code: 1006, atMs, retryAtMs: atMs + 1_000 });
  const word = (now: SaveStatus): SaveWord['kind'] => saveWord(now, NOW).kind;

  it('R29: nothing but an echo says Saved', () => {
    const everythingElse: readonly SaveEvent[] = [
      { kind: 'edited', unsaved: null, isTyped: true },
      { kind: 'connecting' },
      lost(NOW),
      { kind: 'stopped', code: 4400 },
      { kind: 'device-copy', deviceCopy: 'kept' },
      { kind: 'device-copy', deviceCopy: 'refused' },
      { kind: 'role', mayEdit: true },
    ];
    for (const first of everythingElse) {
      for (const second of everythingElse) expect(word(play(first, second))).not.toBe('saved');
    }
    expect(word(play({ kind: 'echoed', unsaved: null, atMs: NOW }))).toBe('saved');
  });

  it('an echo after being away says Saving while something is still unsaved, then Saved', () => {
    const back = play(lost(NOW), { kind: 'echoed', unsaved: OLD, atMs: NOW });
    expect(word(back)).toBe('saving');
    expect(back.savedAtMs).toBe(null);
    const all = saveReducer(back, { kind: 'echoed', unsaved: null, atMs: NOW + 5 });
    expect(word(all)).toBe('saved');
    expect(all.savedAtMs).toBe(NOW + 5);
  });

  it('only what is not saved yet counts as typed', () => {
    const typed = play(
      { kind: 'edited', unsaved: OLD, isTyped: true },
      { kind: 'edited', unsaved: OLD, isTyped: false },
    );
    expect(typed.isTyped).toBe(true);
    expect(saveReducer(typed, { kind: 'echoed', unsaved: FRESH, atMs: NOW }).isTyped).toBe(true);
    expect(saveReducer(typed, { kind: 'echoed', unsaved: null, atMs: NOW }).isTyped).toBe(false);
  });

  it('failed tries do not restart the time away', () => {
    const tried = play(lost(NOW - 9_000), { kind: 'connecting' }, lost(NOW));
    expect(tried.link).toEqual({ phase: 'away', sinceMs: NOW - 9_000, retryAtMs: NOW + 1_000, code: 1006 });
    expect(play(lost(NOW), { kind: 'connecting' }).link).toMatchObject({ phase: 'away', retryAtMs: null });
  });

  it('what is typed after a stop, or without the right, would go nowhere', () => {
    expect(isEditable(status({ link: LIVE }))).toBe(true);
    expect(isEditable(status({ link: away(0, 1) }))).toBe(true);
    expect(isEditable(status({ link: stopped(4403) }))).toBe(false);
    expect(isEditable(status({ link: LIVE, mayEdit: false }))).toBe(false);
  });
});

describe('when time alone changes the word', () => {
  const cases: readonly [string, Partial<SaveStatus>][] = [
    ['a first connection', { link: OPENING }],
    ['an echo that is due', { link: LIVE, unsaved: FRESH }],
    ['a fresh loss', { link: away(100, 60_000) }],
    ['a countdown', { link: away(5_000, 3_500) }],
  ];

  it.each(cases)('%s: the word is the same until then, and another at that moment', (_title, change) => {
    const now = status(change);
    const atMs = nextChangeAtMs(now, NOW);
    expect(atMs).not.toBe(null);
    if (atMs === null) return;
    expect(saveWord(now, atMs - 1)).toEqual(saveWord(now, NOW));
    expect(saveWord(now, atMs)).not.toEqual(saveWord(now, NOW));
  });

  it('is never for a word that only events can change', () => {
    for (const link of [LIVE, away(9_000, null), away(9_000, 0), stopped(4400)]) {
      expect(nextChangeAtMs(status({ link }), NOW)).toBe(null);
    }
    expect(nextChangeAtMs(status({ link: LIVE, unsaved: OLD }), NOW)).toBe(null);
  });
});
