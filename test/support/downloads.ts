/**
 * The file that a page hands to the browser. Chromium tells of a download; Firefox, as it is driven here, does not, also
 * not of one that a page of three lines makes. There the file is taken where the page gives it away: it makes an address
 * of a blob and presses a link with a name.
 */

import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';

export interface SavedFile {
  readonly name: string;
  readonly content: Buffer;
}

export async function fileSavedBy(page: Page, act: () => Promise<void>): Promise<SavedFile> {
  if (page.context().browser()?.browserType().name() === 'firefox') return await takenFrom(page, act);
  const coming = page.waitForEvent('download');
  await act();
  const download = await coming;
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

interface Given extends Window {
  given?: { readonly name: string; readonly blob: Blob };
}

async function takenFrom(page: Page, act: () => Promise<void>): Promise<SavedFile> {
  await page.evaluate(() => {
    const { createObjectURL } = URL;
    const { click } = HTMLAnchorElement.prototype;
    const blobs = new Map<string, Blob>();
    URL.createObjectURL = (blob: Blob) => {
      const address = createObjectURL(blob);
      blobs.set(address, blob);
      return address;
    };
    HTMLAnchorElement.prototype.click = function () {
      const blob = blobs.get(this.href);
      if (blob === undefined || this.download === '') return click.call(this);
      (window as Given).given = { name: this.download, blob };
      URL.createObjectURL = createObjectURL;
      HTMLAnchorElement.prototype.click = click;
    };
  });
  await act();
  await page.waitForFunction(() => (window as Given).given !== undefined);
  const { name, bytes } = await page.evaluate(async () => {
    const { given } = window as Given;
    delete (window as Given).given;
    if (given === undefined) throw new Error('nothing was saved');
    return { name: given.name, bytes: [...new Uint8Array(await given.blob.arrayBuffer())] };
  });
  return { name, content: Buffer.from(bytes) };
}
