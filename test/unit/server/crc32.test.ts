import { crc32 as reference } from 'node:zlib';
import { expect, it } from 'vitest';
import { crc32, crc32Ascii } from '../../../server/lib/crc32.ts';
import { seededRandom } from '../../support/seeded-random.ts';

it('the checksum is that of zlib, short and long, whole and continued', () => {
  const random = seededRandom(32);
  for (const length of [0, 1, 2, 60, 255, 256, 257, 5_000]) {
    const bytes = Uint8Array.from({ length: length + 3 }, () => random.below(256));
    const before = random.below(2 ** 32);
    expect(crc32(bytes)).toBe(reference(bytes));
    expect(crc32(bytes, before, length)).toBe(reference(bytes.subarray(0, length), before));
  }
  expect(crc32Ascii('rec!some-document!0000000000042')).toBe(reference('rec!some-document!0000000000042'));
});
