// @vitest-environment happy-dom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { StoredValue } from '../../../web/lib/stored-value.ts';

const KEY = 'a-list';
const listIn = (stored: unknown): readonly string[] => (Array.isArray(stored) ? stored : []);

beforeEach(() => localStorage.clear());

describe('a value that all tabs share', () => {
  it('one tab adds to what another has written since, and loses nothing of it', () => {
    const ann = new StoredValue(KEY, listIn);
    const other = new StoredValue(KEY, listIn);
    ann.value = [...ann.value, 'made in one tab'];
    other.value = [...other.value, 'made in the other'];
    ann.value = [...ann.value, 'and again'];
    expect(other.value).toEqual(['made in one tab', 'made in the other', 'and again']);
  });

  it('is the same object as long as nothing changed', () => {
    const stored = new StoredValue(KEY, listIn);
    expect(stored.value).toBe(stored.value);
    localStorage.setItem(KEY, '["from another tab"]');
    expect(stored.value).toEqual(['from another tab']);
    expect(stored.value).toBe(stored.value);
  });

  it('reads spoiled contents as nothing', () => {
    localStorage.setItem(KEY, '{not json');
    expect(new StoredValue(KEY, listIn).value).toEqual([]);
  });

  it('tells of changes here and in other tabs, until it is told to stop', () => {
    const stored = new StoredValue(KEY, listIn);
    const heard = vi.fn();
    const stop = stored.subscribe(heard);
    stored.value = ['here'];
    window.dispatchEvent(new StorageEvent('storage', { key: KEY }));
    window.dispatchEvent(new StorageEvent('storage', { key: 'something else' }));
    expect(heard).toHaveBeenCalledTimes(2);
    stop();
    stored.value = ['again'];
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('lasts as long as the page where the browser keeps nothing', () => {
    localStorage.setItem(KEY, '["older"]');
    const refuse = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError');
    });
    const stored = new StoredValue(KEY, listIn);
    stored.value = ['kept here'];
    expect(stored.value).toEqual(['kept here']);
    refuse.mockRestore();
  });
});
