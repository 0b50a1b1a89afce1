/** Signing in with one's organisation: a browser, this server, and a real OpenID provider on this machine. */

import { expect } from '@playwright/test';
import { words } from '../../web/accounts/words.ts';
import { text } from '../../web/ui/text.ts';
import { fits, isAccessible } from '../support/accessible.ts';
import { asks, firstOwner } from '../support/account-people.ts';
import { IdentityProvider, OIDC_CLIENT } from '../support/identity-provider.ts';
import type { Person } from '../support/person.ts';
import { ServerProcess } from '../support/server-process.ts';
import { test, World } from '../support/world.ts';

const PHONE = { viewport: { width: 320, height: 640 } };

/** By a person's own address: the provider sends them back to where they came from. */
async function signsIn(person: Person, provider: IdentityProvider): Promise<void> {
  provider.knows(person.address(''));
  await person.page.getByRole('link', { name: words.signIn.provider }).click();
}

test('somebody comes in with their organisation where they wanted to go; a stranger of another one does not', async ({
  shared,
}) => {
  const provider = await IdentityProvider.starts();
  const oidc = { ...OIDC_CLIENT, OIDC_ISSUER: provider.issuer, OIDC_DOMAINS: 'example.org' };
  const server = await ServerProcess.start({ env: { ACCESS: 'accounts', ...oidc } });
  const world = new World(shared.browsers, server);
  try {
    const ann = await firstOwner(world, 'Ann');
    await ann.opens(world.documentId);
    await ann.types('For the whole organisation.');
    await ann.seesTheSaveWord(text.save.saved);
    const reach = { who: 'signed-in', role: 'editor' };
    await asks(ann, 'PUT', `/api/documents/${world.documentId}/access/reach`, reach);

    const ida = await world.somebody('Somebody', PHONE);
    await ida.goesTo(`/d/${world.documentId}`);
    await ida.page.getByRole('link', { name: words.signIn.heading }).click();
    await expect(ida.page.getByRole('heading', { name: words.signIn.heading })).toBeVisible();
    await fits(ida);
    await signsIn(ida, provider);
    await ida.sees('For the whole organisation.');
    await ida.types(' Ida, too.');
    await ann.sees('Ida, too.');
    const faces = ann.page.getByRole('list', { name: text.people.list });
    await expect(faces.getByRole('button', { name: /^Ida of the Provider/ })).toBeVisible();

    await ida.goesTo('/');
    const account = ida.page.getByRole('navigation', { name: words.account.menu });
    await expect(account).toContainText('Ida of the Provider');
    await fits(ida);
    await account.getByRole('button', { name: words.account.signOut }).click();
    await expect(ida.page.getByRole('heading', { name: words.signIn.heading })).toBeVisible();

    provider.person = { sub: 'eve', email: 'eve@evil.example', email_verified: true, name: 'Eve' };
    const eve = await world.somebody('Eve', PHONE);
    await eve.goesTo('/sign-in');
    await signsIn(eve, provider);
    await expect(eve.page.getByRole('alert')).toHaveText(words.problems['not-invited']);
    await isAccessible(eve, 'nobody has invited them');
    await fits(eve);
    await eve.goesTo('/');
    await expect(eve.page.getByRole('banner').getByRole('link', { name: words.signIn.heading })).toBeVisible();
  } finally {
    await world.ends();
    await server.close();
    await provider.close();
  }
});
