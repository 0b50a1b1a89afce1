/** The pictures of what goes wrong, and of who may only read: each refusal by its close code, and what the bar says. */

import { expect } from '@playwright/test';
import { CLOSE, type CloseReason } from '../../server/contract/close-codes.ts';
import { words as accounts } from '../../web/accounts/words.ts';
import { text } from '../../web/ui/text.ts';
import { breaksItsEditor } from '../support/broken-editor.ts';
import type { Person } from '../support/person.ts';
import { writesTheShowDocument } from '../support/show-document.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { test, type World } from '../support/world.ts';
import { MODES, type Mode, takes, turns } from './modes.ts';

/** All that end; with a client id that somebody else has, a page joins anew by itself. */
const REFUSALS: readonly CloseReason[] = [
  CLOSE.malformed,
  CLOSE.signIn,
  CLOSE.noAccess,
  CLOSE.noSuchDocument,
  CLOSE.tooLarge,
  CLOSE.clientTooOld,
];

for (const mode of MODES) {
  test(`what goes wrong, ${mode.name}`, async ({ world }) => {
    test.setTimeout(600_000);
    const ann = await world.writer('Ann', mode.options);
    await writesTheShowDocument(ann);
    await ann.seesTheSaveWord(text.save.saved);
    await tellsOfTheDisk(ann, mode);
    for (const refusal of REFUSALS) await isRefusedWithACopy(ann, mode, refusal);
    await ann.page.unrouteAll();
    await opensInVain(world, mode);
    const eve = await world.somebody('Eve', mode.options);
    for (const refusal of REFUSALS) await isRefused(world, eve, mode, refusal);
    await losesTheCopy(world, mode);
    await breaks(world, mode);
  });
}

async function tellsOfTheDisk(ann: Person, mode: Mode): Promise<void> {
  await closesEachConnection(ann, CLOSE.storageFailing);
  await ann.page.reload();
  await ann.seesTheSaveWord(text.save.storageFailing);
  await turns(ann, mode);
  await takes(ann, mode, 'the disk of the server fails');
  await ann.presses('ControlOrMeta+s');
  await expect(ann.page.getByRole('dialog', { name: text.save.sheet })).toBeVisible();
  await takes(ann, mode, 'the disk of the server fails, sheet');
}

async function isRefusedWithACopy(ann: Person, mode: Mode, refusal: CloseReason): Promise<void> {
  await closesEachConnection(ann, refusal);
  await ann.page.reload();
  await expect(ann.page.locator('.banner')).toBeVisible();
  await expect(ann.page.locator('.ProseMirror')).toContainText('See you on Saturday');
  await turns(ann, mode);
  await takes(ann, mode, `refused with a copy, ${refusal.code}`);
}

async function isRefused(world: World, eve: Person, mode: Mode, refusal: CloseReason): Promise<void> {
  await closesEachConnection(eve, refusal);
  await eve.goesTo(`/d/${world.documentId}${refusal.code}`);
  await expect(eve.page.locator('.message h1')).toBeVisible();
  await turns(eve, mode);
  await takes(eve, mode, `refused, ${refusal.code}`);
}

/** No answer comes, and this device has no copy. */
async function opensInVain(world: World, mode: Mode): Promise<void> {
  const dan = await world.somebody('Dan', mode.options);
  await dan.page.routeWebSocket(/\/sync\//, () => {});
  await dan.goesTo(`/d/${world.documentId}`);
  await expect(dan.page.getByRole('status').filter({ hasText: text.save.textMissing })).toBeVisible();
  await turns(dan, mode);
  await takes(dan, mode, 'nothing answers, and no copy');
}

async function losesTheCopy(world: World, mode: Mode): Promise<void> {
  const fay = await world.somebody('Fay', mode.options);
  await fay.page.addInitScript(() => {
    indexedDB.open = () => {
      throw new DOMException('A mutation operation was attempted.', 'InvalidStateError');
    };
  });
  await fay.opens(world.documentId);
  const sheet = fay.page.getByRole('dialog', { name: text.save.sheet });
  // Without a copy of the app in the browser, what is shown offline has to be there before.
  await fay.presses('ControlOrMeta+s');
  await expect(sheet).toBeVisible();
  await fay.presses('Escape');
  fay.goesOffline();
  await fay.types('Not kept.');
  await fay.seesTheSaveWord(text.save.noCopy);
  await turns(fay, mode);
  await takes(fay, mode, 'no copy on this device');
  await fay.presses('ControlOrMeta+s');
  await expect(sheet).toBeVisible();
  await takes(fay, mode, 'no copy on this device, sheet');
}

async function breaks(world: World, mode: Mode): Promise<void> {
  const gil = await world.writer('Gil', mode.options);
  await gil.sees('See you on Saturday');
  await breaksItsEditor(gil);
  await gil.types('!');
  await expect(gil.page.getByRole('alert').filter({ hasText: text.broken.heading })).toBeVisible();
  await expect(gil.page.getByRole('main')).toContainText('See you on Saturday');
  await turns(gil, mode);
  await takes(gil, mode, 'the editor broke');
}

/** The server ends each connection of this person so, from now on. */
async function closesEachConnection({ page }: Person, { code, reason }: CloseReason): Promise<void> {
  await page.unrouteAll();
  await page.routeWebSocket(/\/sync\//, (socket) => void socket.close({ code, reason }));
}

test.describe('by links that another application signs', () => {
  test.use({ ownServer: { ACCESS: 'token', TOKEN_SECRET } });

  for (const mode of MODES) {
    test(`who may only read, ${mode.name}`, async ({ world }) => {
      const linkOf = async (name: string, role: string) =>
        `/d/${world.documentId}#token=${await tokenFor({ sub: name, name, role, doc: world.documentId })}`;
      const ann = await world.somebody('Ann', mode.options);
      await ann.goesTo(await linkOf('Ann', 'editor'));
      await writesTheShowDocument(ann);
      await ann.seesTheSaveWord(text.save.saved);
      const vic = await world.somebody('Vic', mode.options);
      await vic.goesTo(await linkOf('Vic', 'viewer'));
      await vic.seesTheSaveWord(text.save.viewOnly);
      await vic.sees('See you on Saturday');
      await turns(vic, mode);
      await takes(vic, mode, 'view only');
      await vic.page.getByRole('button', { name: text.save.viewOnly }).click();
      await expect(vic.page.getByRole('dialog', { name: text.save.sheet })).toBeVisible();
      await takes(vic, mode, 'view only, sheet');
      const eve = await world.somebody('Eve', mode.options);
      await eve.goesTo('/');
      await expect(eve.page.getByRole('status').filter({ hasText: accounts.signIn.linkLead })).toBeVisible();
      await turns(eve, mode);
      await takes(eve, mode, 'home, without a link');
    });
  }
});
