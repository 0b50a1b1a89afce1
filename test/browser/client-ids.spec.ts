/** Text that waits on a device on which somebody else signs in: it goes up as theirs, whole and once. */

import { expect } from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import { TOKEN_SECRET, tokenFor } from '../support/tokens.ts';
import { test } from '../support/world.ts';

test.use({ ownServer: { ACCESS: 'token', TOKEN_SECRET } });

test('R22 what Ann typed offline is sent by Bob, who signs in on her device, as his', { tag: '@once' }, async ({
  world,
}) => {
  const linkOf = async (name: string) =>
    `/d/${world.documentId}#token=${await tokenFor({ sub: name, name, doc: world.documentId })}`;
  const device = await world.somebody('Ann');
  await device.goesTo(await linkOf('Ann'));
  await device.types('Sent by Ann.');
  await device.seesTheSaveWord(text.save.saved);
  const cleo = await world.somebody('Cleo');
  await cleo.goesTo(await linkOf('Cleo'));
  await cleo.sees('Sent by Ann.');

  device.goesOffline();
  await device.types(' Typed without a network.');
  // Another page first: going to the same one with another link would only change its address.
  await device.page.goto('about:blank');
  device.comesBack();
  await device.goesTo(await linkOf('Bob'));

  await cleo.sees('Sent by Ann. Typed without a network.');
  await device.seesTheSaveWord(text.save.saved);
  await device.types(' Bob goes on.');
  await cleo.sees('Sent by Ann. Typed without a network. Bob goes on.');
  await device.reloads();
  await device.sees('Sent by Ann. Typed without a network. Bob goes on.');
  expect(await cleo.text()).toBe('Sent by Ann. Typed without a network. Bob goes on.');
});
