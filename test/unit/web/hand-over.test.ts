// @vitest-environment happy-dom
/** Documents that were made while the server was away, in a browser that several people use one after the other. */

import { beforeEach, expect, it, vi } from 'vitest';
import type { SessionState } from '../../../server/contract/api.ts';
import { knownAccount } from '../../../web/accounts/known-account.ts';
import { library } from '../../../web/documents/library.ts';
import { until } from '../../support/until.ts';

const ANN = { kind: 'person', id: 'ann', name: 'Ann', colour: 1, isAdmin: false } as const;
const BEN = { kind: 'person', id: 'ben', name: 'Ben', colour: 1, isAdmin: false } as const;

/** Who the server takes this browser for; null while it is away. */
let server: SessionState | null;
/** By whom it was handed which document. */
let handedOver: string[];

function answerTo(address: string, body: string): object {
  if (server === null) throw new TypeError('no network');
  if (address === '/api/session') return server;
  if (body === '') return { documents: [] };
  handedOver.push(`${JSON.parse(body).id} by ${'name' in server ? server.name : 'nobody'}`);
  return {};
}

async function madeOffline(id: string): Promise<void> {
  server = null;
  library.create(id);
  await until(() => library.view.server === 'away', 'the server is seen to be away');
}

async function looksAtHome(state: SessionState): Promise<void> {
  server = state;
  await library.refresh();
}

beforeEach(() => {
  handedOver = [];
  localStorage.clear();
  knownAccount.forget();
  for (const { id } of library.view.documents) library.forget(id);
  vi.stubGlobal('fetch', async (address: string, { body = '' }: { readonly body?: string } = {}) => {
    return new Response(JSON.stringify(answerTo(address, body)));
  });
});

it('one that Ann made is not handed over by Ben, also where this browser took him for her until now', async () => {
  knownAccount.note(ANN);
  await madeOffline('hers');
  await looksAtHome(BEN);
  expect(handedOver).toEqual([]);
  expect(library.isWaiting('hers')).toBe(true);
  expect(library.isOfAnother('hers')).toBe(true);
  await looksAtHome(ANN);
  expect(handedOver).toEqual(['hers by Ann']);
  expect(library.isOfAnother('hers')).toBe(false);
});

it('what was made while nobody was known is handed over by whoever comes', async () => {
  await madeOffline('nobodys');
  expect(library.isOfAnother('nobodys')).toBe(false);
  await looksAtHome(BEN);
  expect(handedOver).toEqual(['nobodys by Ben']);
});

it('Ann reads what she made, also while the server cannot be asked who she is', async () => {
  knownAccount.note(ANN);
  await madeOffline('hers too');
  expect(library.isOfAnother('hers too')).toBe(false);
});
