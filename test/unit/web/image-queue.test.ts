// @vitest-environment happy-dom
/** Images on their way to the server, in a real database in memory, at a door that answers as the test says. */

import 'fake-indexeddb/auto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { png } from '../../support/images.ts';
import { until } from '../../support/until.ts';

/** The status of the answer to an image for a document; null where nothing comes back. */
let door: (documentId: string) => number | null;
/** The documents for which images came to the door. */
let asked: string[];

/** What the page uses of the browser's own. */
class RequestAtTheDoor {
  readonly upload = {};
  status = 0;
  onload = () => {};
  onerror = () => {};
  #documentId = '';

  open(_method: string, address: string): void {
    this.#documentId = new URL(address, 'http://server').searchParams.get('document') ?? '';
  }

  setRequestHeader(): void {}

  send(): void {
    asked.push(this.#documentId);
    const status = door(this.#documentId);
    setImmediate(() => {
      this.status = status ?? 0;
      if (status === null) this.onerror();
      else this.onload();
    });
  }
}

/** A tab of this browser, with nothing in its memory. */
async function opensTheApp() {
  vi.resetModules();
  const { imageStates } = await import('../../../web/images/image-states.ts');
  const { keepImage, localImage, resumeImages } = await import('../../../web/images/image-queue.ts');
  const waitingIn = (...ids: readonly string[]) => ids.map((id) => imageStates.waitingIn(id));
  return {
    keepImage,
    localImage,
    resumeImages,
    waitingIn,
    areLeft: () => imageStates.areLeft,
    allSent: async (...ids: readonly string[]) =>
      await until(
        () => waitingIn(...ids).every((count) => count === 0),
        () => `nothing waits in ${ids} (${waitingIn(...ids)})`,
      ),
  };
}

const opens = () => 201;
const comesOnline = () => window.dispatchEvent(new Event('online'));

// For all: a page of an earlier test may still be sending.
vi.stubGlobal('XMLHttpRequest', RequestAtTheDoor);

beforeEach(() => {
  asked = [];
  door = opens;
  localStorage.clear();
});

afterEach(() => {
  vi.restoreAllMocks();
});

describe.each([401, 403, 404])('an image that the server does not take now, with %d,', (status) => {
  it('waits, and the others go', async () => {
    const page = await opensTheApp();
    door = (id) => (id === 'hers' ? status : 201);
    await page.keepImage(png(1, 1), 'hers');
    await page.keepImage(png(2, 2), 'his');
    await page.allSent('his');
    expect(page.waitingIn('hers')).toEqual([1]);
    // As when a document that was made offline has been handed over.
    door = opens;
    comesOnline();
    await page.allSent('hers');
  });
});

describe('the same image in two documents', () => {
  it('waits in both until the server has it', async () => {
    const page = await opensTheApp();
    door = () => null;
    await page.keepImage(png(3, 3), 'hers');
    await page.keepImage(png(3, 3), 'his');
    expect(page.waitingIn('hers', 'his')).toEqual([1, 1]);
    door = opens;
    comesOnline();
    await page.allSent('hers', 'his');
  });

  it.each(['hers', 'his'])('goes also where it is not taken for %s', async (refused) => {
    const page = await opensTheApp();
    door = () => null;
    await page.keepImage(png(4, 4), 'hers');
    await page.keepImage(png(4, 4), 'his');
    door = (id) => (id === refused ? 403 : 201);
    comesOnline();
    await page.allSent('hers', 'his');
  });

  it('waits in both after a reload, whichever tab placed it', async () => {
    door = () => null;
    await (await opensTheApp()).keepImage(png(5, 5), 'hers');
    await (await opensTheApp()).keepImage(png(5, 5), 'his');
    let page = await opensTheApp();
    await until(async () => {
      page = await opensTheApp();
      await page.resumeImages();
      return page.waitingIn('hers', 'his').join() === '1,1';
    }, 'it waits in both');
    door = opens;
    comesOnline();
    await page.allSent('hers', 'his');
  });
});

describe('what waits when a page is left', () => {
  it('is taken up by the next visit, although another tab sent all that it had', async () => {
    const first = await opensTheApp();
    door = (id) => (id === 'hers' ? null : 201);
    await first.keepImage(png(6, 6), 'hers');
    await until(first.areLeft, 'it is kept');
    const other = await opensTheApp();
    const { src } = await other.keepImage(png(7, 7), 'his');
    await until(async () => (await other.localImage(src)) === null, 'the other tab has nothing any more');
    const next = await opensTheApp();
    expect(next.areLeft()).toBe(true);
    await next.resumeImages();
    expect(next.waitingIn('hers')).toEqual([1]);
    door = opens;
    comesOnline();
    await next.allSent('hers');
    await until(() => !next.areLeft(), 'the last that is sent leaves nothing to take up');
  });

  it('is taken up also where a visit was not told of it, as soon as that has an image of its own', async () => {
    const first = await opensTheApp();
    door = (id) => (id === 'hers' ? 403 : 201);
    await first.keepImage(png(8, 8), 'hers');
    await until(first.areLeft, 'it is kept');
    const next = await opensTheApp();
    await next.keepImage(png(9, 9), 'his');
    await until(() => next.waitingIn('hers').join() === '1', 'it is counted');
  });

  it('is warned of where this browser would not keep it, until it is sent', async () => {
    const isWarned = () => !window.dispatchEvent(new Event('beforeunload', { cancelable: true }));
    vi.spyOn(indexedDB, 'open').mockImplementation(() => {
      throw new DOMException('a private window', 'InvalidStateError');
    });
    const page = await opensTheApp();
    door = () => null;
    await page.keepImage(png(10, 10), 'hers');
    await until(isWarned, 'leaving is warned of');
    door = opens;
    comesOnline();
    await page.allSent('hers');
    await until(() => !isWarned(), 'nothing would be lost any more');
  });
});
