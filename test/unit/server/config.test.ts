/** Every setting is checked at start, and a wrong one is a sentence. */

import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../server/config.ts';

describe('settings', () => {
  it('need none', () => {
    expect(parseConfig({})).toEqual({
      ok: true,
      value: {
        host: '127.0.0.1',
        port: 8080,
        dataDirectory: './data',
        allowedOrigins: [],
        isLoopback: true,
        logLevel: 'warn',
      },
    });
  });

  it('R5 a server that others can reach says on purpose that it is open', () => {
    expect(parseConfig({ HOST: '0.0.0.0' })).toMatchObject({
      ok: false,
      error: expect.stringContaining('ACCESS=open'),
    });
    expect(parseConfig({ HOST: '0.0.0.0', ACCESS: 'open' })).toMatchObject({ ok: true, value: { isLoopback: false } });
  });

  it.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['PORT', '80.5'],
    ['HOST', ''],
    ['ACCESS', 'everybody'],
    ['ALLOWED_ORIGINS', 'docs.example.org'],
    ['ALLOWED_ORIGINS', 'https://docs.example.org/path'],
    ['LOG_LEVEL', 'loud'],
  ])('%s=%s is refused by name', (name, value) => {
    expect(parseConfig({ [name]: value })).toMatchObject({ ok: false, error: expect.stringContaining(name) });
  });

  it('several origins are separated by commas', () => {
    const config = parseConfig({ ALLOWED_ORIGINS: 'https://a.example, https://b.example:8443' });
    expect(config).toMatchObject({ value: { allowedOrigins: ['https://a.example', 'https://b.example:8443'] } });
  });
});
