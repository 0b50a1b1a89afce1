/** Emoji are found by their English words, and by German ones where the page is German. */

import { afterEach, expect, test, vi } from 'vitest';
import { found } from '../../../web/lib/word-search.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.resetModules();
});

async function emojiIn(languages: readonly string[]) {
  vi.stubGlobal('navigator', { languages });
  vi.resetModules();
  return (await import('../../../web/editor/suggest/emoji.ts')).EMOJI;
}

test('in English by English words', async () => {
  const emoji = await emojiIn(['en']);
  expect(found(emoji, 'thumbs')[0]).toMatchObject({ sign: '👍' });
  expect(found(emoji, 'daumen')).toEqual([]);
});

test('in German by German words first, and by English ones; each has German words', async () => {
  const [english, german] = [await emojiIn(['en']), await emojiIn(['de'])];
  expect(found(german, 'daumen hoch')[0]).toMatchObject({ sign: '👍', label: 'Daumen hoch gut ja' });
  expect(found(german, 'thumbs')[0]).toMatchObject({ sign: '👍' });
  expect(german.map(({ sign }) => sign)).toEqual(english.map(({ sign }) => sign));
  expect(german.filter(({ alsoCalled }) => alsoCalled === undefined)).toEqual([]);
});
