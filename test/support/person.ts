/**
 * Somebody with a browser of their own: own profile, own cable to the server (see relay.ts), and hands that type. What
 * is on their page is found as they would find it: by role and by name.
 */

import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  expect,
  type Locator,
  type Page,
} from '@playwright/test';
import { text } from '../../web/ui/text.ts';
import { Relay } from './relay.ts';
import type { ServerProcess } from './server-process.ts';

export type PersonOptions = Pick<
  BrowserContextOptions,
  | 'colorScheme'
  | 'contrast'
  | 'deviceScaleFactor'
  | 'forcedColors'
  | 'hasTouch'
  | 'locale'
  | 'reducedMotion'
  | 'viewport'
>;

/** What Tiptap hangs on the editor's element while it lives; only what is asked of it here. */
interface EditorElement extends HTMLElement {
  /** Whether the focus was in it; noted by the page of a test. */
  hadFocus?: boolean;
  readonly editor?: {
    readonly commands: Readonly<Record<string, (...values: readonly unknown[]) => boolean>>;
    getJSON(): object;
    getText(): string;
  };
}

export class Person {
  readonly name: string;
  readonly page: Page;
  readonly #context: BrowserContext;
  readonly #cable: Relay;

  private constructor(name: string, page: Page, context: BrowserContext, cable: Relay) {
    this.name = name;
    this.page = page;
    this.#context = context;
    this.#cable = cable;
  }

  static async arrives(name: string, browser: Browser, server: ServerProcess, options: PersonOptions = {}) {
    const context = await browser.newContext(options);
    await context.addInitScript((guest) => {
      // The page that a tab begins with is nobody's, has no storage, and in Firefox not even an address.
      if (window.origin === 'null') return;
      localStorage.getItem('scriptorium/guest') ?? localStorage.setItem('scriptorium/guest', guest);
    }, guestOf(name));
    await context.addInitScript(holdBackTheWorker);
    await context.addInitScript(noteTheFocus);
    const cable = await Relay.open(() => server.port);
    return new Person(name, await context.newPage(), context, cable);
  }

  get editor(): Locator {
    return this.page.getByRole('textbox', { name: text.document.body });
  }

  get title(): Locator {
    return this.page.getByRole('textbox', { name: text.document.title });
  }

  get toolbar(): Locator {
    return this.page.getByRole('toolbar', { name: text.toolbar.label });
  }

  /** The address of a path as this person reaches it. */
  address(path: string): string {
    return `http://127.0.0.1:${this.#cable.port}${path}`;
  }

  async goesTo(path: string): Promise<void> {
    await this.page.goto(this.address(path));
  }

  async opens(id: string): Promise<void> {
    await this.goesTo(`/d/${id}`);
    await expect(this.editor).toBeVisible();
    await expect(this.editor).toHaveAttribute('contenteditable', 'true');
  }

  async reloads(): Promise<void> {
    await this.page.reload();
    await expect(this.editor).toBeVisible();
  }

  /**
   * Types where the caret is; at the end of a text that the caret has never been in. From a menu the focus comes back
   * some moments after it was closed: that is waited for.
   */
  async types(words: string): Promise<void> {
    const wasHere = await this.editor.evaluate((element) => (element as EditorElement).hadFocus === true);
    if (wasHere) await expect.poll(() => this.#isInText(), { timeout: PATIENCE_MS }).toBe(true);
    else await this.goesToEnd();
    await this.page.keyboard.type(words);
  }

  async #isInText(): Promise<boolean> {
    return await this.editor.evaluate((element) => element.contains(document.activeElement));
  }

  async goesToEnd(): Promise<void> {
    await this.editor.focus();
    await this.presses('ControlOrMeta+End');
  }

  /**
   * Types into a field in place of what it holds. Not Playwright's `fill`: in Firefox that sets the value by a script,
   * which React takes for its own doing and does not hear of.
   */
  async fills(field: Locator, words: string): Promise<void> {
    await field.focus();
    await this.presses('ControlOrMeta+a', 'Delete');
    await this.page.keyboard.type(words);
  }

  async presses(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  async clicks(name: string): Promise<void> {
    await this.toolbar.getByRole('button', { name, exact: true }).click();
  }

  /** Looks for a command by its name and does it, by keys alone. With words selected the same key makes a link. */
  async finds(command: string): Promise<void> {
    await this.presses('ControlOrMeta+k');
    await expect(this.page.getByRole('combobox', { name: text.finder.placeholder })).toBeFocused();
    await this.page.keyboard.type(command);
    await expect(this.page.getByRole('option', { name: command }).first()).toHaveAttribute('aria-selected', 'true');
    await this.presses('Enter');
  }

  /** What a key or a button would do, at once: to set a scene. */
  async does(command: string, ...values: readonly unknown[]): Promise<void> {
    await this.editor.evaluate(
      (element, [name, given]) => {
        (element as EditorElement).editor?.commands[name]?.(...given);
      },
      [command, values] as const,
    );
  }

  async names(title: string): Promise<void> {
    await this.title.fill(title);
  }

  /** The browser keeps the app: from then on every part of it loads without a network. */
  async keepsTheApp(): Promise<void> {
    await this.page.evaluate(() => (window as HeldBack).letTheWorkerIn?.());
    await this.page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  }

  /** As on a slow line: home is there, and the page of a document not yet. */
  async holdsBackTheEditor(): Promise<{ comes(): void }> {
    return await this.holdsBack(/document-page[^/]*\.js/);
  }

  /** As on a slow line: what has such an address is not there yet. */
  async holdsBack(address: RegExp): Promise<{ comes(): void }> {
    let comes = () => {};
    const isLetIn = new Promise<void>((resolve) => {
      comes = resolve;
    });
    await this.page.unrouteAll();
    await this.page.route(address, async (route) => {
      await isLetIn;
      await route.continue();
    });
    return { comes };
  }

  /** Every connection is reset, as by a network that goes away. */
  goesOffline(): void {
    this.#cable.cut();
  }

  comesBack(): void {
    this.#cable.restore();
  }

  async closesTheTab(): Promise<void> {
    await this.page.close();
  }

  async leaves(): Promise<void> {
    await this.#context.close();
    await this.#cable.close();
  }

  async sees(words: string): Promise<void> {
    await expect.poll(() => this.text(), { timeout: PATIENCE_MS }).toContain(words);
  }

  async seesTheSaveWord(word: string): Promise<void> {
    await expect(this.page.getByRole('status').filter({ hasText: word }).first()).toBeVisible({ timeout: PATIENCE_MS });
  }

  /** The text as the editor holds it: without other people's carets; empty while the page has no editor in it yet. */
  async text(): Promise<string> {
    return await this.editor.evaluate((element) => (element as EditorElement).editor?.getText() ?? '');
  }

  /** The document as the editor holds it. */
  async content(): Promise<object> {
    return await this.editor.evaluate((element) => (element as EditorElement).editor?.getJSON() ?? {});
  }
}

interface HeldBack extends Window {
  letTheWorkerIn?: () => void;
}

/**
 * The worker fetches the whole app, for every person anew and while they type. Those who do not go offline can do
 * without; nothing waits for it in the product either. Runs in the page.
 */
function holdBackTheWorker(): void {
  if (window.origin === 'null' || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const register = serviceWorker.register.bind(serviceWorker);
  const isLetIn = new Promise<void>((resolve) => {
    (window as HeldBack).letTheWorkerIn = resolve;
  });
  serviceWorker.register = (...script) => isLetIn.then(() => register(...script));
}

/** Runs in the page. */
function noteTheFocus(): void {
  addEventListener('focusin', ({ target }) => {
    const editor = target instanceof Element ? target.closest('[role="textbox"][contenteditable]') : null;
    if (editor) (editor as EditorElement).hadFocus = true;
  });
}

/** Longer than any reconnect takes. */
const PATIENCE_MS = 30_000;

function guestOf(name: string): string {
  return JSON.stringify({ id: name.toLowerCase(), name, colourIndex: name.charCodeAt(0) % 12 });
}
