/** Somebody's tab with a document open: the product's own session over a simulated line, and a hand that types. */

import type * as Y from 'yjs';
import { BODY } from '../../../server/contract/document/names.ts';
import { databaseName } from '../../../web/collab/device-copy.ts';
import type { Rejoined } from '../../../web/collab/rejoin.ts';
import { DocumentSession } from '../../../web/collab/session.ts';
import type { SeededRandom } from '../../support/seeded-random.ts';
import type { Browser } from './browser.ts';
import { charactersIn } from './durable.ts';
import type { Fates, Visit } from './fates.ts';
import { Cable, type Network } from './network.ts';
import { Life } from './schedule.ts';
import { textIn } from './texts.ts';
import { Writer } from './writer.ts';

export interface PageParts {
  readonly network: Network;
  readonly fates: Fates;
  /** Something was seen that must never be. */
  readonly accuse: (flaw: string) => void;
  /** A tab has ended, and what only it had is gone. */
  readonly onLeft: () => void;
  /** The server takes its person for somebody else than before. */
  readonly isNewcomer: () => boolean;
  /** Whether there is something in a text that a restored server has lost, and has not been given back. */
  readonly holdsForgotten: (text: string) => boolean;
}

export class Page {
  readonly name: string;
  /** Whose tab it is; somebody may have two. */
  readonly person: string;
  /** Then not everything comes from the server. */
  hasOtherTabs = false;
  readonly documentId: string;
  readonly isReader: boolean;
  /** In a browser that never keeps anything. */
  isPrivate = false;
  /** Whether they write with the product's editor, and not just into the text. */
  hasEditor = false;
  readonly #parts: PageParts;
  readonly cable: Cable;
  #life: Life;
  #session: DocumentSession | null = null;
  #isOpening = false;
  #visit: Visit;
  #visits = 0;
  /** Everything that was ever opened, to be let go of when the world ends. */
  readonly #opened: DocumentSession[] = [];
  #word = '';
  /** In this visit. */
  #hasTyped = false;
  /** The editor, once there is something to show in it. */
  #writer: Writer | null = null;

  constructor(name: string, person: string, documentId: string, isReader: boolean, parts: PageParts) {
    this.name = name;
    this.person = person;
    this.documentId = documentId;
    this.isReader = isReader;
    this.#parts = parts;
    this.#life = new Life(name, person);
    this.cable = new Cable(this.#life);
    this.#visit = { who: name, documentId, isLost: false, isReadOnly: isReader };
  }

  get browser(): Browser {
    return this.#parts.network.schedule.browserOf(this.person);
  }

  get session(): DocumentSession | null {
    return this.#session;
  }

  get writer(): Writer | null {
    return this.#writer;
  }

  get isOpen(): boolean {
    return this.#session !== null || this.#isOpening;
  }

  get life(): Life {
    return this.#life;
  }

  /** Everything typed here is on the server, and the line is alive. */
  get isAtRest(): boolean {
    if (this.#session === null) return !this.#isOpening;
    const { link, unsaved } = this.#session.view.status;
    if (!this.cable.isQuiet) return false;
    // Nobody asks a reader for anything, so that what they typed stays theirs, and what a restored server has lost.
    return this.hasTypedInVain || (this.isReader && unsaved !== null) || (link.phase === 'live' && unsaved === null);
  }

  /** Holds what the server will never take. */
  get hasTypedInVain(): boolean {
    return this.isReader && this.#hasTyped;
  }

  get text(): string {
    return this.#session === null ? '' : textIn(this.#session.doc);
  }

  /** What this page has, or its device. */
  get held(): string {
    return this.text + this.#onDevice;
  }

  opens(): void {
    if (this.isOpen) return;
    this.#isOpening = true;
    this.#visit = this.#newVisit();
    this.#parts.network.trace.tell(`${this.name} opens ${this.documentId}`);
    this.#does('open', () => {
      this.#isOpening = false;
      this.#begin();
    });
  }

  /** The tab is killed: what it had not sent is gone with it. */
  isKilled(): void {
    if (!this.isOpen) return;
    this.#parts.network.trace.tell(`the tab of ${this.name} is killed`);
    this.#leaves();
    const { skewMs } = this.#life;
    this.#life.isAlive = false;
    this.#life = new Life(this.name, this.person);
    this.#life.skewMs = skewMs;
    this.#parts.network.hangUp(this.cable);
    this.cable.owner = this.#life;
  }

  /** The tab is closed; the page has time to say goodbye. */
  closes(): void {
    const session = this.#session;
    if (session === null) return;
    this.#parts.network.trace.tell(`${this.name} closes the tab`);
    this.#leaves();
    this.#parts.network.schedule.as(this.#life, () => session.close());
  }

  /** Lets go of everything, after the world has ended. */
  end(): void {
    this.#closeEditor();
    for (const session of this.#opened) session.close();
  }

  types(count: number, random: SeededRandom): void {
    if (this.#session === null) return;
    if (this.hasEditor) {
      this.#writes((writer) => {
        const text = Array.from({ length: count }, () => this.#parts.fates.type(this.#visit, random.chance(0.3)));
        writer.types(text.join(''), random);
        return `types ${text.join('')}`;
      });
      return;
    }
    let text = '';
    for (let n = 0; n < count; n += 1) text += this.#parts.fates.type(this.#visit, random.chance(0.3));
    this.#tell(`types ${text}`);
    this.#edit((body) => {
      const at = this.#places(body);
      const place = random.chance(0.5) ? undefined : at[random.below(at.length)];
      // Not between the halves of a character.
      body.insert(place?.index ?? body.length, text);
    });
  }

  /** Anything that one can do in an editor. */
  works(random: SeededRandom): void {
    if (!this.hasEditor) this.types(1, random);
    else
      this.#writes((writer) => {
        const name = writer.works(random);
        this.#parts.network.trace.cover(`in the editor: ${name}`);
        return name;
      });
  }

  /** What came from others is shown, as far as an input method lets it. */
  looks(isComposing: boolean): void {
    this.#does('frame', () => this.#writer?.looks(isComposing));
  }

  deletes(count: number, random: SeededRandom): void {
    if (this.hasEditor) {
      this.works(random);
      return;
    }
    this.#edit((body) => {
      const places = this.#places(body);
      const from = random.below(Math.max(1, places.length));
      const chosen = places
        .slice(from, from + count)
        .filter(({ character }) => this.#parts.fates.delete(this.#visit, character));
      if (chosen.length > 0) this.#tell(`deletes ${chosen.map(({ character }) => character).join('')}`);
      for (const { index, character } of chosen.reverse()) body.delete(index, character.length);
    });
  }

  emboldens(random: SeededRandom): void {
    if (this.hasEditor) {
      this.works(random);
      return;
    }
    this.#tell('makes something bold, or not');
    this.#edit((body) => {
      const places = this.#places(body);
      const [from, to] = [places[random.below(places.length + 1)], places.at(-1)];
      if (from !== undefined && to !== undefined && to.index > from.index) {
        body.format(from.index, to.index - from.index, { bold: random.chance(0.5) ? true : null });
      }
    });
  }

  moves(random: SeededRandom): void {
    this.#does('move', () => this.#session?.awareness.setLocalStateField('cursor', random.below(1_000)));
  }

  /** The device keeps nothing for this page any more, or keeps things again. */
  keepsNothing(isSo: boolean): void {
    this.#tell(isSo ? 'has a device that keeps nothing' : 'has a device that keeps things again');
    this.browser.refuses = isSo;
  }

  /** A device that kept nothing for a while works, and the page is opened anew to find what was there before. */
  deviceIsMended(): void {
    if (this.isPrivate || !this.browser.refuses) return;
    this.keepsNothing(false);
    this.isKilled();
    this.opens();
  }

  /** The page woke up, or the network changed. */
  wakes(): void {
    this.#does('wake', () => this.#session?.wake());
  }

  #leaves(): void {
    this.#visit.isLost = true;
    this.#isOpening = false;
    this.#closeEditor();
    this.#session = null;
    this.#parts.fates.keep(this.#onDevice);
    this.#parts.onLeft();
  }

  get #onDevice(): string {
    const rows = this.browser.valuesIn(databaseName(this.documentId), 'updates');
    return rows.map((row) => charactersIn(row as Uint8Array)).join('');
  }

  #newVisit(): Visit {
    this.#visits += 1;
    // What a reader typed stays on the device, never to be taken.
    this.#hasTyped &&= this.isReader;
    const who = `${this.name}${this.#visits > 1 ? ` (visit ${this.#visits})` : ''}`;
    return { who, documentId: this.documentId, isLost: false, isReadOnly: this.isReader };
  }

  #begin(rejoined?: Rejoined): void {
    const { network } = this.#parts;
    network.schedule.as(this.#life, () => {
      const session = new DocumentSession({
        id: this.documentId,
        // A tab's own: what it tells other tabs takes a while, and a killed one is not heard any more.
        origin: `ws://${this.name.replaceAll(/\W/g, '-')}-${this.#visits}.world`,
        environment: network.schedule.environmentOf(this.#life),
        socketClass: network.socketClassFor(this.cable),
        isNew: false,
        onRejoined: (next) => this.#rejoins(next),
        ...(rejoined && { rejoined }),
      });
      this.#closeEditor();
      this.#session = session;
      this.#opened.push(session);
      session.awareness.setLocalStateField('user', { name: this.name });
      session.doc.on('update', (update: Uint8Array, origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
        // What another tab said may have waited for this. What the device had carries a symbol, and what is begun anew nothing.
        if (!local && !this.hasOtherTabs && typeof origin === 'object' && origin !== null) this.#receives(update);
      });
      session.subscribe(() => this.#says(session));
    });
  }

  #rejoins(rejoined: Rejoined): void {
    const before = this.#session;
    this.#parts.network.trace.cover(`begins anew: ${rejoined.because}`);
    this.#tell(`begins anew because of a ${rejoined.because}`);
    // Whoever may not write just now cannot give back what a restored server has lost: their page does differ, and says so.
    const mayDiffer = before?.view.status.mayEdit === false && this.#parts.holdsForgotten(this.text);
    const mayConflict = this.#parts.isNewcomer();
    if (rejoined.because === 'difference' && !mayDiffer)
      this.#parts.accuse(`${this.name} holds another document than the server`);
    if (rejoined.because === 'conflict' && !mayConflict)
      this.#parts.accuse(`${this.name} was sent away for client ids that nobody forged`);
    this.#begin(rejoined);
    before?.close();
  }

  #receives(update: Uint8Array): void {
    const flaw = this.#parts.fates.receive(this.documentId, charactersIn(update));
    if (flaw !== null) this.#parts.accuse(`${this.name} received what could be lost: ${flaw}`);
  }

  #says(session: DocumentSession): void {
    const { word, status } = session.view;
    if (word.kind !== this.#word) {
      this.#word = word.kind;
      this.#tell(`reads "${word.kind}"`);
      this.#parts.network.trace.cover(`word ${word.kind}`);
    }
    const saysChanged =
      word.kind === 'view-only' && word.because === 'access-changed' && status.link.phase !== 'stopped';
    if (saysChanged && this.isReader && !this.#hasTyped)
      this.#parts.accuse(`${this.name} read of a right they never had`);
    if (word.kind !== 'saved' || status.unsaved !== null || session !== this.#session) return;
    const flaw = this.#parts.fates.acknowledge(this.#visit);
    if (flaw !== null) this.#parts.accuse(`${this.name} read "saved" too early: ${flaw}`);
  }

  #edit(change: (body: Y.Text) => void): void {
    const session = this.#session;
    if (session === null) return;
    this.#hasTyped = true;
    this.#does('edit', () => {
      const { doc } = this.#session ?? session;
      doc.transact(() => change(doc.getText(BODY)));
    });
  }

  #writes(act: (writer: Writer) => string): void {
    this.#does('edit', () => {
      const session = this.#session;
      if (session?.view.ready !== true) return;
      this.#hasTyped = true;
      this.#writer ??= new Writer(session.doc, this.#parts.fates, this.#visit);
      this.#tell(act(this.#writer));
    });
  }

  #closeEditor(): void {
    this.#writer?.close();
    this.#writer = null;
  }

  /** In an event of its own, so that all that follows from it is this page's. */
  #does(what: string, action: () => void): void {
    this.#parts.network.schedule.at(this.#life, 0, what, action);
  }

  /** Where each character stands. */
  #places(body: Y.Text): { readonly index: number; readonly character: string }[] {
    const places: { index: number; character: string }[] = [];
    let index = 0;
    for (const { insert } of body.toDelta() as { insert: unknown }[]) {
      if (typeof insert !== 'string') index += 1;
      else {
        for (const character of insert) {
          places.push({ index, character });
          index += character.length;
        }
      }
    }
    return places;
  }

  #tell(line: string): void {
    this.#parts.network.trace.tell(`${this.name} ${line}`);
  }
}
