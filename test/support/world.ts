/** A server of its own for each browser test, and the people around one document on it. */

import { randomBytes } from 'node:crypto';
import { type Browser, test as base, expect } from '@playwright/test';
import { Person, type PersonOptions } from './person.ts';
import { ServerProcess } from './server-process.ts';

export class World {
  readonly server: ServerProcess;
  readonly #newBrowser: () => Promise<Browser>;
  readonly #people: Person[] = [];
  /** The document that this test is about. */
  readonly documentId = randomBytes(9).toString('base64url');

  private constructor(newBrowser: () => Promise<Browser>, server: ServerProcess) {
    this.#newBrowser = newBrowser;
    this.server = server;
  }

  static async opens(newBrowser: () => Promise<Browser>): Promise<World> {
    return new World(newBrowser, await ServerProcess.start());
  }

  /** Somebody who has a browser and has not opened anything. */
  async somebody(name: string, options?: PersonOptions): Promise<Person> {
    const person = await Person.arrives(name, await this.#newBrowser(), this.server, options);
    this.#people.push(person);
    return person;
  }

  /** Somebody in the document. */
  async writer(name: string, options?: PersonOptions): Promise<Person> {
    const person = await this.somebody(name, options);
    await person.opens(this.documentId);
    return person;
  }

  async everyoneSees(...words: readonly string[]): Promise<void> {
    for (const person of this.#people) for (const word of words) await person.sees(word);
  }

  /** Every editor holds the same document. */
  async everyoneHasTheSame(): Promise<void> {
    await expect(async () => {
      const [first, ...others] = await Promise.all(this.#people.map((person) => person.content()));
      for (const other of others) expect(other).toEqual(first);
    }).toPass({ timeout: 30_000 });
  }

  async ends(): Promise<void> {
    for (const person of this.#people) await person.leaves();
    await this.server.close();
  }
}

export const test = base.extend<{ readonly world: World }>({
  world: async ({ browser, browserName, launchOptions }, use) => {
    const opened: Browser[] = [];
    const world = await World.opens(async () => {
      if (browserName !== 'firefox') return browser;
      // Firefox gives its keyboard to one window at a time: people who type at once need one each.
      const own = await browser.browserType().launch(launchOptions);
      opened.push(own);
      return own;
    });
    await use(world);
    await world.ends();
    for (const own of opened) await own.close();
  },
});
