/** What a hostile peer writes: nothing runs, nothing is asked of another server, and the page goes on. */

import { expect } from '@playwright/test';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { BODY, TITLE } from '../../server/contract/document/names.ts';
import { insertTokens } from '../../server/contract/document/tokens.ts';
import { HOSTILE } from '../corpus/hostile.ts';
import { test, type World } from '../support/world.ts';

test.use({ ownServer: {} });

test(`R39 ${HOSTILE.length} hostile pieces in a document run nothing, load nothing, and leave it readable and writable`, async ({
  world,
}) => {
  expect(HOSTILE.length).toBeGreaterThanOrEqual(40);
  const peer = await writesEverything(world);
  const ann = await world.somebody('Ann');
  const asked: string[] = [];
  const errors: string[] = [];
  ann.page.on('request', (request) => asked.push(request.url()));
  ann.page.on('dialog', (dialog) => errors.push(`a dialog: ${dialog.message()}`));
  ann.page.on('pageerror', (error) => errors.push(error.message));
  await ann.opens(world.documentId);

  await ann.sees('the end of all cases');
  const shown = await ann.editor.evaluate((element) => element.textContent);
  const hidden = HOSTILE.filter((_, index) => !shown.includes(`case ${index};`));
  expect(hidden.map(({ name }) => name)).toEqual([]);
  // Every picture is looked at, every formula drawn; then the page is as it is for a person again.
  await ann.editor.evaluate(async (element) => {
    const visibility = (value: string) => {
      for (const child of element.children) (child as HTMLElement).style.contentVisibility = value;
    };
    visibility('visible');
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    visibility('');
  });
  await ann.goesToEnd();
  await ann.types(' and Ann goes on');
  await ann.sees(' and Ann goes on');
  const links = await ann.editor
    .locator('a')
    .evaluateAll((elements) =>
      elements.map((link) => ({ href: link.getAttribute('href'), names: link.getAttributeNames() })),
    );
  for (const { href, names } of links) {
    expect(href).toMatch(/^(?:https?:|mailto:|tel:)/);
    expect(names).not.toContain('onclick');
  }
  expect(await ann.page.evaluate(() => 'harmed' in window)).toBe(false);
  expect(await ann.page.title()).not.toContain('\n');
  expect(asked.filter((url) => /^(?:http|ws)/.test(url) && new URL(url).hostname !== '127.0.0.1')).toEqual([]);
  expect(errors).toEqual([]);
  peer.destroy();
});

/** As any program may that speaks the protocol: each case, and behind it a paragraph that must be there. */
async function writesEverything({ server, documentId }: World): Promise<WebsocketProvider> {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(server.syncUrl, documentId, doc, {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  provider.awareness.setLocalStateField('user', {
    name: '<img src=x onerror="window.harmed = true">',
    color: 'url(https://evil.example/c.png)',
    colourIndex: 1e9,
  });
  await expect.poll(() => provider.synced).toBe(true);
  for (const [index, { tokens }] of HOSTILE.entries()) {
    doc.transact(() => {
      const body = doc.getText(BODY);
      insertTokens(body, body.length, [
        ...tokens,
        { kind: 'marker', keys: {} },
        { kind: 'text', text: `case ${index};`, marks: {} },
      ]);
    });
  }
  doc.getText(TITLE).insert(0, `<b>Title</b>\u202e\n${'x'.repeat(50_000)}`);
  const body = doc.getText(BODY);
  insertTokens(body, body.length, [
    { kind: 'marker', keys: {} },
    { kind: 'text', text: 'the end of all cases', marks: {} },
  ]);
  // It stays for a moment, so that its presence is seen, too.
  const reader = new WebsocketProvider(server.syncUrl, documentId, new Y.Doc(), {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
  });
  await expect.poll(() => reader.doc.getText(BODY).toString(), { timeout: 30_000 }).toContain('the end of all cases');
  reader.destroy();
  return provider;
}
