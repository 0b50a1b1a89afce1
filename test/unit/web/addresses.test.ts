import { describe, expect, it } from 'vitest';
import { addressFrom, isAllowedAddress } from '../../../web/editor/links/addresses.ts';

describe('which addresses may be linked (R39)', () => {
  it.each([
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,<script>1</script>',
    'vbscript:x',
    'file:///etc/passwd',
    'blob:https://example.org/1',
    '//example.org',
    '/d/abc',
    '',
    null,
    42,
  ])('refuses %j from a peer', (address) => {
    expect(isAllowedAddress(address)).toBe(false);
  });

  it.each(['https://example.org/a?b#c', 'http://localhost:8080/', 'mailto:ann@example.org', 'tel:+491234'])(
    'allows %s',
    (address) => {
      expect(isAllowedAddress(address)).toBe(true);
    },
  );

  it.each([
    ['example.org', 'https://example.org'],
    [' example.org/path?x=1 ', 'https://example.org/path?x=1'],
    ['localhost:8080/d/x', 'https://localhost:8080/d/x'],
    ['ann@example.org', 'mailto:ann@example.org'],
    ['https://example.org', 'https://example.org'],
  ])('completes what a person types: %s', (typed, address) => {
    expect(addressFrom(typed)).toBe(address);
  });

  it.each(['', 'two words', 'javascript:alert(1)', 'nonsense'])('refuses what is no address: %j', (typed) => {
    expect(addressFrom(typed)).toBe(null);
  });
});
