/**
 * Many people in one document who are programs. Each writes at the end of a paragraph and has a caret there; they read
 * the document once, when they come, and not again, so that a hundred of them cost one process next to nothing.
 */

import { once } from 'node:events';
import { type RawData, WebSocket } from 'ws';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { BODY } from '../../server/contract/document/names.ts';
import {
  decodeClientFrame,
  EMPTY_UPDATE,
  encodeAwareness,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeUpdate,
} from '../../server/contract/protocol.ts';
import { colourOf } from '../../web/presence/palette.ts';

const NOBODY_KNOWS_ANYTHING = Uint8Array.of(0);

export class CrowdMember {
  readonly name: string;
  readonly #socket: WebSocket;
  readonly #doc = new Y.Doc();
  readonly #awareness = new Awareness(this.#doc);
  /** Where this member writes, in the body as it was when they came and with what they wrote since. */
  #index = 0;

  private constructor(url: string, name: string, number: number) {
    this.name = name;
    this.#socket = new WebSocket(url);
    this.#awareness.setLocalState({ user: { id: name, name, color: colourOf(number) }, cursor: null });
  }

  static async joins(url: string, number: number): Promise<CrowdMember> {
    const member = new CrowdMember(url, `Reader ${number + 1}`, number);
    await once(member.#socket, 'open');
    await member.#reads();
    member.#socket.on('message', () => undefined);
    member.goesTo(number);
    return member;
  }

  /** To the end of the n-th piece of text; the first comes again behind the last. */
  goesTo(piece: number): void {
    const ends = pieceEnds(this.#body);
    this.#index = ends[piece % ends.length] ?? 0;
    this.#present();
  }

  types(characters: string): void {
    this.#doc.once('update', (update: Uint8Array) => this.#socket.send(encodeUpdate(update)));
    this.#body.insert(this.#index, characters, {});
    this.#index += characters.length;
    this.#present();
  }

  leaves(): void {
    this.#awareness.destroy();
    this.#socket.terminate();
  }

  get #body(): Y.Text {
    return this.#doc.getText(BODY);
  }

  #present(): void {
    const caret = Y.createRelativePositionFromTypeIndex(this.#body, this.#index, -1);
    const json = Y.relativePositionToJSON(caret);
    this.#awareness.setLocalStateField('cursor', { anchor: json, head: json });
    this.#socket.send(encodeAwareness(encodeAwarenessUpdate(this.#awareness, [this.#doc.clientID])));
  }

  /** Asks for everything, and takes what comes until the answer is whole. */
  async #reads(): Promise<void> {
    const whole = new Promise<void>((resolve) => {
      const take = (message: RawData) => {
        const frame = decodeClientFrame(new Uint8Array(message as Buffer));
        if (frame.kind === 'sync-step-1') this.#socket.send(encodeSyncStep2(EMPTY_UPDATE));
        if (frame.kind === 'sync-step-2' || frame.kind === 'update') Y.applyUpdate(this.#doc, frame.update);
        if (frame.kind !== 'sync-step-2') return;
        this.#socket.off('message', take);
        resolve();
      };
      this.#socket.on('message', take);
    });
    this.#socket.send(encodeSyncStep1(NOBODY_KNOWS_ANYTHING));
    await whole;
  }
}

/** `count` people come into the document at `url`. */
export async function crowdJoins(url: string, count: number): Promise<readonly CrowdMember[]> {
  return await Promise.all(Array.from({ length: count }, (_, number) => CrowdMember.joins(url, number)));
}

/** Behind the last character of each paragraph, and where its letters change in between. */
function pieceEnds(body: Y.Text): readonly number[] {
  const ends: number[] = [];
  let index = 0;
  for (const { insert } of body.toDelta() as readonly { readonly insert: unknown }[]) {
    const isText = typeof insert === 'string';
    index += isText ? insert.length : 1;
    if (isText) ends.push(index);
  }
  return ends;
}
