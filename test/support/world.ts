/** A server of its own for each browser test, and the people around one document on it. */

import { randomBytes } from 'node:crypto';
import { type Browser, test as base, expect } from '@playwright/test';
import { Person, type PersonOptions } from './person.ts';
import { ServerProcess } from './server-process.ts';

export class World {
  readonly server: ServerProcess;
  readonly #browsers: Browsers;
  readonly #people: Person[] = [];
  /** The document that this test is about. */
  readonly documentId = randomBytes(9).toString('base64url');

  private constructor(browsers: Browsers, server: ServerProcess) {
    this.#browsers = browsers;
    this.server = server;
  }

  static async opens(browsers: Browsers, env: Settings): Promise<World> {
    return new World(browsers, await ServerProcess.start({ env }));
  }

  /** Somebody who has a browser and has not opened anything. */
  async somebody(name: string, options?: PersonOptions): Promise<Person> {
    const browser = await this.#browsers.of(this.#people.length);
    const person = await Person.arrives(name, browser, this.server, options);
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

/**
 * The browsers of one worker, by how many people are there. In Chromium everybody is in the same one; Firefox gives its
 * keyboard to one window at a time, so people who type at once need one each. They stay open for the next test.
 */
class Browsers {
  readonly #launch: (() => Promise<Browser>) | null;
  readonly #open: Promise<Browser>[];

  constructor(first: Browser, launch: (() => Promise<Browser>) | null) {
    this.#open = [Promise.resolve(first)];
    this.#launch = launch;
  }

  /** The browser of the n-th person of a test, from 0. */
  async of(index: number): Promise<Browser> {
    const at = this.#launch ? index : 0;
    this.#open[at] ??= this.#launch?.() as Promise<Browser>;
    return await (this.#open[at] as Promise<Browser>);
  }

  /** Closes those that were opened here; the first is Playwright's own. */
  async close(): Promise<void> {
    for (const browser of this.#open.slice(1)) await (await browser).close();
  }
}

/** Settings of the server, as environment variables. */
type Settings = Readonly<Record<string, string>>;

export const test = base.extend<
  { readonly serverEnv: Settings; readonly world: World },
  { readonly browsers: Browsers }
>({
  browsers: [
    async ({ browser, browserName, launchOptions }, use) => {
      const own = () => browser.browserType().launch(launchOptions);
      const browsers = new Browsers(browser, browserName === 'firefox' ? own : null);
      await use(browsers);
      await browsers.close();
    },
    { scope: 'worker' },
  ],
  serverEnv: [{}, { option: true }],
  world: async ({ browsers, serverEnv }, use) => {
    const world = await World.opens(browsers, serverEnv);
    await use(world);
    await world.ends();
  },
});
