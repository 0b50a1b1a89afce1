/**
 * The whole system from one seed: the product's server over a simulated disk, pages with the product's session over a
 * simulated network, and one queue of events. A script says what happens; then everything is mended, and judged.
 */

import { authorOf, type Identity } from '../../../server/accounts/identity.ts';
import { COMPACT_REST_MS_MAX } from '../../../server/contract/limits.ts';
import type { Role } from '../../../server/contract/roles.ts';
import type { StoreOperation } from '../../../server/storage/ordered-store.ts';
import { type SeededRandom, seededRandom } from '../../support/seeded-random.ts';
import { happen } from './acts.ts';
import { SimulatedDisk, type StoredValues } from './disk.ts';
import { Durable } from './durable.ts';
import { Fates } from './fates.ts';
import { judgeDocuments, judgeEmptyServer, judgeFarewell, judgePresence } from './judge.ts';
import { type Cable, Network } from './network.ts';
import { Page } from './page.ts';
import type { Plant } from './plants.ts';
import { Schedule } from './schedule.ts';
import { pagesOf, type Script, type Step } from './script.ts';
import { ServerHost } from './server-host.ts';
import { StockProgram } from './stock-program.ts';
import { judgeDamage, judgeStorage } from './storage-judge.ts';
import { strangerRole } from './strangers.ts';
import { textIn } from './texts.ts';
import { Trace } from './trace.ts';

/** Everything must be mended by then, and everybody at rest: a silent line is noticed in 45 s, a retry waits 15 s. */
const REST_MS_MAX = 150_000;

/** From then on everybody holds the same within so long. */
const AGREE_MS_MAX = 3_000;

/** A dead line is noticed by the server within 45 s, and a caret vanishes with it. */
const PRESENCE_MS_MAX = 60_000;

/** Whoever takes their leave is gone for everybody within so long. */
const FAREWELL_MS_MAX = 3_000;

/** Long enough for two comparisons by hash. */
const COMPARE_FOR_MS = 140_000;

/**
 * A room is unloaded 30 to 45 s after the last one has left, and not before its tail is short: with the least of all limits
 * that takes many compactions of a record or two, each after the longest rest.
 */
const UNLOAD_MS_MAX = 90_000 + 100 * COMPACT_REST_MS_MAX;

const EVENTS_MAX = 400_000;

/** Thrown in the moment in which something was seen that must never be. */
export class Flaw extends Error {}

export class World {
  readonly trace: Trace;
  readonly schedule: Schedule;
  readonly network: Network;
  readonly disk: SimulatedDisk;
  readonly server: ServerHost;
  readonly durable = new Durable();
  readonly fates = new Fates(this.durable);
  readonly pages: Page[] = [];
  readonly documentIds: readonly string[];
  /** Lines of programs that are no pages. */
  readonly strangers: Cable[] = [];
  readonly programs: StockProgram[] = [];
  readonly #script: Script;
  readonly #plant: Plant;
  readonly #random: SeededRandom;
  readonly #readingOnly = new Set<string>();
  readonly #signedOut = new Set<string>();
  /** How often the server has taken somebody for somebody else. */
  readonly #newcomers = new Map<string, number>();
  /** Before which moment a token of somebody's ended. */
  readonly #identities = new Map<string, { expiresAt: number }[]>();
  #accusation: string | null = null;
  #isMended = false;

  constructor(seed: number, script: Script, plant: Plant) {
    this.#plant = plant;
    this.#script = script;
    this.#random = seededRandom(seed ^ 0x5bd1e995);
    this.trace = new Trace(() => this.schedule?.elapsedMs ?? 0);
    this.schedule = new Schedule(seededRandom(seed ^ 0x1b873593), this.trace);
    this.network = new Network(this.schedule, this.trace, seededRandom(seed ^ 0x2545f491), plant);
    const diskRandom = seededRandom(seed ^ 0x7feb352d);
    const noteDurable = (operations: readonly StoreOperation[]) => this.durable.take(operations);
    this.disk = new SimulatedDisk(this.schedule, this.trace, diskRandom, noteDurable, plant);
    this.server = new ServerHost({ ...this, plant, identityOf: (cookie) => this.#identityOf(cookie) });
    this.server.onRescued = (characters) => this.fates.rescue(characters);
    const { documents } = script.cast;
    this.documentIds = ['letter', 'list'].slice(0, documents);
    for (const page of pagesOf(script.cast)) this.pages.push(this.#page(page));
  }

  /** @returns null, or what was seen that must never be. */
  async run(): Promise<string | null> {
    for (const [name, value] of Object.entries(this.#script.rare)) this.trace.tell(`${name} is ${value}`);
    for (const name of Object.keys(this.#script.rare)) this.trace.cover(`forced by ${name}`);
    try {
      this.server.start();
      for (const page of this.pages) this.later(this.#random.below(2_000), () => page.opens());
      for (const step of this.#script.steps) this.#plan(step);
      await this.#runUntil(this.#script.endsAtMs);
      await this.#mend();
      await this.#judge();
      return null;
    } catch (error) {
      if (error instanceof Flaw) return error.message;
      return `the simulation itself failed: ${error instanceof Error ? error.stack : String(error)}`;
    }
  }

  /** Lets go of what the libraries hold on to. */
  end(): void {
    for (const page of this.pages) page.end();
    for (const program of this.programs) program.leaves();
  }

  /** Another stock program opens a document. */
  programIn(documentId: string): StockProgram {
    const program = new StockProgram(documentId, this.programs.length + 1, this);
    this.programs.push(program);
    return program;
  }

  accuse(flaw: string): void {
    this.#accusation ??= flaw;
  }

  /** Something that is to happen then, unless everything is mended before. */
  later(delayMs: number, action: () => void): void {
    this.schedule.at(this.network.ether, delayMs, 'act', () => {
      if (!this.#isMended) action();
    });
  }

  /** The server ends in some way, and is started again after a while. */
  restarts(end: () => void, random: SeededRandom): void {
    end();
    this.later(50 + random.below(random.chance(0.2) ? 40_000 : 3_000), () => this.server.start());
  }

  /** The operator goes back to an earlier backup. */
  restores(backup: StoredValues, random: SeededRandom): void {
    this.restarts(() => this.server.crash(false), random);
    this.trace.tell('a backup is restored');
    this.disk.replace(backup);
    this.durable.goBackTo(this.disk.values);
    this.fates.forget(this.#held);
  }

  /** Everything that somebody has who is here, and who may give it back: nothing is taken of a reader (R25). */
  get #held(): ReadonlySet<string> {
    const here = this.programs.filter(({ isHere }) => isHere).map(({ doc }) => textIn(doc));
    const pages = this.pages.filter(({ isReader }) => !isReader).map((page) => page.held);
    return new Set([...pages, ...here].join(''));
  }

  /** Somebody has left, with what was not kept. */
  readonly onLeft = (): void => {
    if (this.fates.lacksSomething) this.fates.lookFor(this.#held);
  };

  mayOnlyRead(page: Page, isTaken: boolean): void {
    const { person } = page;
    if (page.isReader || this.#readingOnly.has(person) === isTaken) return;
    this.trace.tell(`${person} may ${isTaken ? 'only read' : 'write again'}`);
    if (isTaken) this.#readingOnly.add(person);
    else this.#readingOnly.delete(person);
    for (const tab of this.pages) if (tab.person === person) this.network.reset(tab.cable);
  }

  signsOut({ person }: Page): void {
    const identities = this.#identities.get(person);
    if (!this.#script.cast.hasTokens || identities === undefined) return;
    this.trace.tell(`the token of ${person} ends`);
    for (const identity of identities) identity.expiresAt = 0;
    this.#identities.delete(person);
    this.#signedOut.add(person);
  }

  /** The server takes somebody for somebody else from now on: what they have and have not sent is under ids of another. */
  losesCookie({ person }: Page): void {
    this.trace.tell(`the browser of ${person} has lost its cookie`);
    this.#newcomers.set(person, (this.#newcomers.get(person) ?? 0) + 1);
    for (const tab of this.pages) if (tab.person === person) this.network.reset(tab.cable);
  }

  signsInAgain({ person }: Page): void {
    if (!this.#signedOut.delete(person)) return;
    this.trace.tell(`${person} signs in again`);
    for (const tab of this.pages) {
      if (tab.person !== person) continue;
      tab.isKilled();
      tab.opens();
    }
  }

  #page({ name, person, isReader }: ReturnType<typeof pagesOf>[number]): Page {
    const earlier = this.pages.find((page) => page.person === person);
    const documentId = earlier?.documentId ?? this.#random.pick(this.documentIds);
    const page = new Page(name, person, documentId, isReader, {
      network: this.network,
      fates: this.fates,
      accuse: (flaw) => this.accuse(flaw),
      onLeft: this.onLeft,
      isNewcomer: () => this.#newcomers.has(person),
      holdsForgotten: (text) => this.fates.holdsForgotten(text),
    });
    if (earlier !== undefined) earlier.hasOtherTabs = page.hasOtherTabs = true;
    page.hasEditor = !isReader && this.#script.cast.hasEditors && this.#random.chance(0.7);
    page.cable.latencyMs = this.#random.pick([1, 10, 10, 50, 300]);
    // A private window.
    if (earlier?.isPrivate ?? this.#random.chance(0.15)) {
      page.isPrivate = true;
      page.keepsNothing(true);
    }
    if (this.#random.chance(0.3)) {
      page.cable.windowBytes = 300;
      page.cable.backlogScale = 8_192;
    }
    return page;
  }

  #plan({ atMs, act, who, seed }: Step): void {
    this.schedule.at(this.network.ether, atMs, act, () => {
      const page = this.pages.find(({ name }) => name === who) as Page;
      this.trace.cover(act);
      this.trace.tell(`-- ${act} (${who})`);
      happen(act, this, page, seededRandom(seed));
    });
  }

  #identityOf(name: string): Identity | undefined {
    const role = strangerRole(name) ?? this.#roleOf(name);
    if (role === null || this.#signedOut.has(name)) return undefined;
    const isOpen = !this.#script.cast.hasTokens && role === 'editor';
    if (this.#plant.nobodyHasName && role === 'editor') return { kind: 'anybody', session: null };
    const session = `${name}${this.#newcomers.get(name) ?? ''}`;
    if (isOpen) return { kind: 'anybody', session };
    // Whoever may only read for a while is still the same author.
    const id = this.#script.cast.hasTokens ? session : authorOf({ kind: 'anybody', session });
    const identity = {
      ...({ kind: 'bearer', id, name, tokenKey: name, expiresAt: Number.MAX_SAFE_INTEGER } as const),
      grant: { documentId: null, role },
    };
    this.#identities.set(name, [...(this.#identities.get(name) ?? []), identity]);
    return identity;
  }

  #roleOf(name: string): Role | null {
    const page = this.pages.find((one) => one.person === name);
    if (page === undefined) return null;
    if (this.#plant.viewersMayWrite) return 'editor';
    return page.isReader || this.#readingOnly.has(name) ? 'viewer' : 'editor';
  }

  async #runUntil(ms: number): Promise<void> {
    while (await this.schedule.step(ms)) this.#look();
    this.schedule.reach(ms);
  }

  /** Runs on until something is so. @returns false when it is not by then. */
  async #runUntilSo(withinMs: number, isSo: () => boolean): Promise<boolean> {
    const endsAtMs = this.schedule.elapsedMs + withinMs;
    while (!isSo()) {
      if (!(await this.schedule.step(endsAtMs))) return isSo();
      this.#look();
    }
    return true;
  }

  #look(): void {
    const [mistake] = this.server.mistakes;
    if (mistake !== undefined) throw new Flaw(mistake);
    if (this.#accusation !== null) throw new Flaw(this.#accusation);
    if (this.schedule.overlong !== null) throw new Flaw(this.schedule.overlong);
    if (this.schedule.count > EVENTS_MAX) throw new Flaw(`there was no rest after ${EVENTS_MAX} events`);
  }

  /** From now on nothing goes wrong any more. */
  async #mend(): Promise<void> {
    this.trace.tell('-- everything is mended');
    this.#isMended = true;
    this.disk.mend();
    this.server.failingCompactions = 0;
    this.server.compactMs = 5;
    for (const page of this.pages) {
      page.cable.latencyMs = 10;
      this.network.heal(page.cable);
      this.network.drain(page.cable);
      this.mayOnlyRead(page, false);
      this.signsInAgain(page);
      page.deviceIsMended();
      page.opens();
    }
    // On a line that dies while it opens, the stock client waits for as long as its browser does: for minutes.
    for (const program of this.programs) if (!program.isConnected) program.leaves();
    await this.#rest();
  }

  async #rest(): Promise<void> {
    const isResting = () => {
      if (this.server.isStopped) this.server.start();
      for (const page of this.pages) this.#openAgain(page);
      return (
        this.server.isUp &&
        this.server.log?.failure() === null &&
        this.pages.every(({ isAtRest }) => isAtRest) &&
        this.programs.every(({ isAtRest }) => isAtRest)
      );
    };
    if (await this.#runUntilSo(REST_MS_MAX, isResting)) return;
    const restless = this.pages.filter(({ isAtRest }) => !isAtRest);
    const states = restless.map(({ name, session }) => `${name}: ${JSON.stringify(session?.view)}`);
    states.push(...this.programs.filter(({ isAtRest }) => !isAtRest).map(({ state }) => state));
    throw new Flaw(`nobody disturbs, and there is no rest: ${states.join('; ') || 'the server does not work'}`);
  }

  /** Whoever closed a tab comes back, and whoever was sent away for good begins anew. */
  #openAgain(page: Page): void {
    if (!page.isOpen) page.opens();
    const link = page.session?.view.status.link;
    if (link?.phase !== 'stopped') return;
    this.trace.cover(`stopped with ${link.code}`);
    page.isKilled();
    page.opens();
  }

  async #judge(): Promise<void> {
    let flaws: readonly string[] = [];
    const agree = () => {
      flaws = judgeDocuments(this);
      return flaws.length === 0;
    };
    const startedAt = this.schedule.elapsedMs;
    await this.#runUntil(startedAt + AGREE_MS_MAX);
    if (!agree()) throw new Flaw(flaws.join('; '));
    for (const program of this.programs) program.leaves();
    await this.#judgePresence();
    if (this.#script.isLong) await this.#runUntil(this.schedule.elapsedMs + COMPARE_FOR_MS);
    await this.#judgeFarewell();
    // Somebody else may have given a line up meanwhile that was too slow, and come back.
    await this.#judgePresence();
    for (const page of this.pages) page.closes();
    for (const cable of this.strangers) this.network.hangUp(cable);
    if (!(await this.#runUntilSo(UNLOAD_MS_MAX, () => judgeEmptyServer(this).length === 0)))
      throw new Flaw(judgeEmptyServer(this).join('; '));
    const stored = await this.#while(judgeStorage(this));
    if (stored.length > 0) throw new Flaw(stored.join('; '));
    if (!this.#script.isDamaged) return;
    const untold = await this.#while(judgeDamage(this, this.#random));
    if (untold.length > 0) throw new Flaw(untold.join('; '));
  }

  async #judgePresence(): Promise<void> {
    if (await this.#runUntilSo(PRESENCE_MS_MAX, () => judgePresence(this).length === 0)) return;
    throw new Flaw(judgePresence(this).join('; '));
  }

  async #judgeFarewell(): Promise<void> {
    const [page] = this.pages;
    const client = page?.session?.awareness.clientID;
    if (page === undefined || client === undefined) return;
    page.closes();
    if (await this.#runUntilSo(FAREWELL_MS_MAX, () => judgeFarewell(this, page, client).length === 0)) return;
    throw new Flaw(judgeFarewell(this, page, client).join('; '));
  }

  /** Moves on until a promise has its value. */
  async #while<Value>(promise: Promise<Value>): Promise<Value> {
    let isDone = false;
    const settled = promise.finally(() => {
      isDone = true;
    });
    settled.catch(() => undefined);
    await this.#runUntilSo(REST_MS_MAX, () => isDone);
    return settled;
  }
}
