/**
 * A server for browser tests, and the people around one document on it. Each test has a document of its own; the server
 * is one for all tests of a worker, unless the test has settings for it, looks at its list of documents, or ends it.
 */

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

  constructor(browsers: Browsers, server: ServerProcess) {
    this.#browsers = browsers;
    this.server = server;
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

/** The server of one worker; it starts with the first test that needs it. */
class SharedServer {
  #server: Promise<ServerProcess> | null = null;

  get(): Promise<ServerProcess> {
    this.#server ??= ServerProcess.start();
    return this.#server;
  }

  async close(): Promise<void> {
    await (await this.#server)?.close();
  }
}

/** Settings of the server, as environment variables. */
type Settings = Readonly<Record<string, string>>;

interface TestFixtures {
  /** The settings of a server of this test's own; null where it shares that of its worker. */
  readonly ownServer: Settings | null;
  readonly world: World;
}

interface WorkerFixtures {
  /** What the tests of one worker share. */
  readonly shared: { readonly browsers: Browsers; readonly server: SharedServer };
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  shared: [
    async ({ browser, browserName, launchOptions }, use) => {
      const own = () => browser.browserType().launch(launchOptions);
      const browsers = new Browsers(browser, browserName === 'firefox' ? own : null);
      const server = new SharedServer();
      await use({ browsers, server });
      await browsers.close();
      await server.close();
    },
    { scope: 'worker' },
  ],
  ownServer: [null, { option: true }],
  world: async ({ shared, ownServer }, use) => {
    const own = ownServer && (await ServerProcess.start({ env: ownServer }));
    const world = new World(shared.browsers, own ?? (await shared.server.get()));
    await use(world);
    await world.ends();
    await own?.close();
  },
});
