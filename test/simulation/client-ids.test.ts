/** Whose a client id is, against the real server, with the page's own session: nothing is lost, nothing is there twice. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { CLOSE } from '../../server/contract/close-codes.ts';
import { BODY } from '../../server/contract/document/names.ts';
import { encodeUpdate } from '../../server/contract/protocol.ts';
import { BrowserSession, newBrowser } from '../support/browser-session.ts';
import { ServerProcess } from '../support/server-process.ts';
import { StockClient } from '../support/stock-client.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { until } from '../support/until.ts';
import { WireClient } from '../support/wire-client.ts';

let server: ServerProcess;

beforeAll(async () => {
  server = await ServerProcess.start();
});

afterAll(async () => {
  await server.close();
});

/** Ann writes one word that is saved, and one that only her device has. */
async function annIsCutOff(id: string) {
  const ann = BrowserSession.opens(server, id, newBrowser());
  ann.types('sent ');
  await ann.isSaved();
  await server.crashes();
  ann.types('and kept');
  await until(() => ann.session.view.status.deviceCopy === 'kept', 'the device has it');
  return ann;
}

describe('R22 unsent text under an id that is somebody else’s', () => {
  it('in a copy that somebody else opens goes up as theirs, once', async () => {
    const ann = await annIsCutOff('copied');
    ann.closes();
    await server.startsAgain();
    const bob = BrowserSession.opens(server, 'copied', newBrowser());
    const reader = StockClient.opens(server, 'copied');
    await reader.sees('sent and kept');
    await bob.isSaved();
    expect(bob.rejoins).toMatchObject([{ because: 'conflict', times: 1 }]);
    bob.types(', and more');
    await reader.sees('sent and kept, and more');

    // Whoever opens the copy after that finds it in order.
    bob.closes();
    const again = BrowserSession.opens(server, 'copied', newBrowser());
    await again.isSaved();
    expect([again.text, again.rejoins]).toEqual(['sent and kept, and more', []]);
    again.closes();
    reader.leaves();
  });

  it('in two tabs of a browser that lost its cookie goes up once', async () => {
    const id = 'tabs';
    const first = await annIsCutOff(id);
    const cookie = newBrowser();
    const [one, two] = [cookie, cookie].map((value) => BrowserSession.opens(server, id, value)) as [
      BrowserSession,
      BrowserSession,
    ];
    await Promise.all([one, two].map((tab) => tab.sees('sent and kept')));
    first.closes();
    await server.startsAgain();
    const reader = StockClient.opens(server, id);
    await reader.sees('sent and kept');
    await Promise.all([one, two].map((tab) => tab.isSaved()));
    one.types(' one');
    await reader.sees('sent and kept one');
    await two.sees('sent and kept one');
    two.types(' two');
    await reader.sees('sent and kept one two');
    for (const tab of [one, two]) tab.closes();
    reader.leaves();
  });
});

it('R22 whoever writes under the id of somebody else is sent away, and that person notices nothing', async () => {
  const ann = BrowserSession.opens(server, 'forged', newBrowser());
  ann.types('mine ');
  await ann.isSaved();
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(ann.session.doc));
  const known = Y.encodeStateVector(copy);
  copy.clientID = ann.session.doc.clientID;
  copy.getText('content').insert(5, 'forged');

  const forger = await WireClient.opens(server, 'forged');
  forger.sends(encodeUpdate(Y.encodeStateAsUpdate(copy, known)));
  expect((await forger.isClosed()).code).toBe(CLOSE.clientIdConflict.code);
  ann.types('and only mine');
  await ann.isSaved();
  const reader = StockClient.opens(server, 'forged');
  await reader.sees('mine and only mine');
  expect(ann.rejoins).toEqual([]);
  ann.closes();
  reader.leaves();
});

it('R23 a page whose document is not what the server has begins anew from the server’s, and goes on', async () => {
  const bob = StockClient.opens(server, 'differs');
  bob.types('as it is ');
  await bob.isSynced();
  const ann = BrowserSession.opens(server, 'differs', newBrowser());
  await ann.sees('as it is ');
  ann.types('and stays');
  await ann.isSaved();
  // Something that no update ever said: a character of Bob's is another one here.
  const item = ann.session.doc.getText('content')._start;
  if (item?.content instanceof Y.ContentString) item.content.str = 'as it WAS '.slice(0, item.content.str.length);
  await until(() => ann.rejoins.length > 0, 'the page has noticed');
  await ann.sees('as it is and stays');
  expect(ann.rejoins).toMatchObject([{ because: 'difference' }]);
  ann.types(', whole');
  await bob.sees('as it is and stays, whole');
  ann.closes();
  bob.leaves();
});

describe('R25 R29 a reader', () => {
  const cookieOf = async (role: 'viewer' | 'editor') => `scriptorium-session=${await tokenFor({ sub: role, role })}`;
  const bodyOf = ({ session }: BrowserSession) => session.doc.getText(BODY);
  const startServer = () => ServerProcess.start({ env: { ACCESS: 'token', TOKEN_SECRET } });

  async function isWritten(on: ServerProcess, id: string, words: string): Promise<void> {
    const asks = async (method: string, path: string, type: string, body: string) => {
      const headers = { authorization: `Bearer ${await tokenFor({})}`, 'content-type': type };
      expect((await fetch(`${on.url}/api/documents${path}`, { method, headers, body })).ok).toBe(true);
    };
    await asks('POST', '', 'application/json', JSON.stringify({ id }));
    await asks('PUT', `/${id}/content`, 'text/markdown', words);
  }

  it('whose page holds more than a restored server is told so, and of no right that changed', async () => {
    const [before, restored] = await Promise.all([startServer(), startServer()]);
    await isWritten(before, 'plan', 'What the backup did not have.');
    const vic = BrowserSession.opens(before, 'plan', await cookieOf('viewer'));
    await until(() => bodyOf(vic).toString().includes('What the backup'), 'she reads it');
    await until(() => vic.session.view.status.deviceCopy === 'kept', 'her device has it');
    vic.closes();
    await before.close();

    await isWritten(restored, 'plan', 'What it had.');
    const again = BrowserSession.opens(restored, 'plan', await cookieOf('viewer'));
    await until(() => again.rejoins.length > 0, 'the page has noticed');
    await until(() => again.session.view.status.link.phase === 'live', 'the page is connected');
    expect(again.session.view.status.unsaved?.count).toBe(1);
    expect(bodyOf(again).toString()).toContain('What the backup did not have.');
    expect(bodyOf(again).toString()).toContain('What it had.');
    expect(again.session.view.word).toEqual({ kind: 'view-only', because: 'only-here' });
    again.closes();
    await restored.close();
  });

  it('whose page only had something wrong has nothing that the server lacks', async () => {
    const own = await startServer();
    await isWritten(own, 'another', 'As it is');
    const vic = BrowserSession.opens(own, 'another', await cookieOf('viewer'));
    await until(() => bodyOf(vic).toString().includes('As it is'), 'she reads it');
    for (let item = bodyOf(vic)._start; item !== null; item = item.right) {
      if (item.content instanceof Y.ContentString) item.content.str = item.content.str.replace('is', 'IS');
    }
    await until(() => vic.rejoins.length > 0, 'the page has noticed');
    await until(() => vic.session.view.status.link.phase === 'live', 'the page is connected');
    expect(bodyOf(vic).toString()).toContain('As it is');
    expect(vic.session.view.word).toEqual({ kind: 'view-only', because: 'role' });
    vic.closes();
    await own.close();
  });
});

it('R22 a stock client keeps its id over reconnects and restarts', async () => {
  const ann = StockClient.opens(server, 'stock');
  const bob = StockClient.opens(server, 'stock');
  ann.types('one ');
  await bob.sees('one ');
  await server.crashes();
  ann.types('two ');
  await server.startsAgain();
  await bob.sees('one two ');
  ann.types('three');
  await bob.sees('one two three');
  expect([ann, bob].flatMap(({ closeCodes }) => closeCodes).filter((code) => code >= 4400 && code < 4500)).toEqual([]);
  for (const client of [ann, bob]) client.leaves();
});
