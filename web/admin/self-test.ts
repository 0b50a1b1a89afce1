/**
 * Whether WebSockets come through whatever stands between this browser and its server, as they are sent: a short
 * conversation with `/sync/.self-test`, and a judgement of it. The judgement is pure.
 */

import type { PongOfSelfTest, SeenBySelfTest } from '../../server/contract/admin-api.ts';
import type { Environment } from '../lib/environment.ts';

/** What came of the conversation; null when there was none. */
export interface Way {
  readonly seen: SeenBySelfTest | null;
  readonly echoes: 'same' | 'changed' | 'missing';
  readonly pongMs: number | null;
}

/** From where the page came. */
export interface Place {
  readonly isEncrypted: boolean;
  /** By a name of this machine, on which the server is then as well. */
  readonly isHere: boolean;
}

/** One thing that was looked at. */
export type Finding =
  | { readonly kind: GoodKind; readonly isGood: true }
  | { readonly kind: BadKind; readonly isGood: false }
  | { readonly kind: 'pong'; readonly isGood: true; readonly ms: number }
  | { readonly kind: 'address'; readonly isGood: true; readonly address: string };

type GoodKind = 'opens' | 'same' | 'encrypted' | 'plain-here';
type BadKind =
  | 'no-way'
  | 'changed'
  | 'missing'
  | 'no-pong'
  | 'plain'
  | 'unknown-protocol'
  | 'unbelieved'
  | 'not-forwarded';

export function judge(way: Way | null, place: Place): readonly Finding[] {
  if (way === null) return [bad('no-way')];
  const { seen, echoes, pongMs } = way;
  return [
    good('opens'),
    echoes === 'same' ? good('same') : bad(echoes),
    pongMs === null ? bad('no-pong') : { kind: 'pong', isGood: true, ms: pongMs },
    place.isEncrypted ? good('encrypted') : place.isHere ? good('plain-here') : bad('plain'),
    ...(seen === null ? [] : judgeSeen(seen, place)),
  ];
}

function judgeSeen({ address, isForwarded, isBelieved, protocol }: SeenBySelfTest, place: Place): readonly Finding[] {
  const isUnbelieved = isForwarded && !isBelieved;
  // Somebody who is not on that machine came through something on it.
  const isUnnamed = !isForwarded && !place.isHere && LOOPBACK.test(address);
  return [
    { kind: 'address', isGood: true, address },
    ...(isUnbelieved ? [bad('unbelieved')] : []),
    ...(isUnnamed ? [bad('not-forwarded')] : []),
    ...(place.isEncrypted && protocol === 'http' ? [bad('unknown-protocol')] : []),
  ];
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;

function good(kind: GoodKind): Finding {
  return { kind, isGood: true };
}

function bad(kind: BadKind): Finding {
  return { kind, isGood: false };
}

/** The browser's own, as far as it is used. */
export type Dial = (address: string) => WebSocket;

/** What is sent: a byte, what a keystroke is, and more than a proxy gathers at once. */
const MESSAGE_BYTES: readonly number[] = [1, 60, 100_000];

const WAIT_MS = 8_000;

/** Resolves with what came of it, after some seconds at most. @param origin of the page, with its scheme. */
export function testWay(origin: string, dial: Dial, environment: Environment): Promise<Way | null> {
  const socket = dial(`${origin.replace(/^http/, 'ws')}/sync/.self-test`);
  socket.binaryType = 'arraybuffer';
  const sent = MESSAGE_BYTES.map((bytes) => Uint8Array.from({ length: bytes }, (_, at) => (at * 31 + bytes) % 256));
  const [echoed, told]: [Uint8Array[], (SeenBySelfTest | PongOfSelfTest)[]] = [[], []];
  let isOpen = false;
  return new Promise((resolve) => {
    const end = () => {
      cancel();
      socket.close();
      resolve(isOpen ? wayOf(sent, echoed, told) : null);
    };
    const cancel = environment.after(WAIT_MS, end);
    socket.onopen = () => {
      isOpen = true;
      for (const message of sent) socket.send(message);
    };
    socket.onmessage = ({ data: message }) => {
      if (typeof message === 'string') told.push(JSON.parse(message));
      else echoed.push(new Uint8Array(message));
      if (echoed.length === sent.length && told.length === 2) end();
    };
    socket.onclose = end;
  });
}

function wayOf(
  sent: readonly Uint8Array[],
  echoed: readonly Uint8Array[],
  told: readonly (SeenBySelfTest | PongOfSelfTest)[],
): Way {
  const isSame = echoed.every((message, at) => areEqual(message, sent[at]));
  return {
    seen: told.find((one) => one.kind === 'seen') ?? null,
    echoes: !isSame ? 'changed' : echoed.length < sent.length ? 'missing' : 'same',
    pongMs: told.find((one) => one.kind === 'pong')?.ms ?? null,
  };
}

function areEqual(one: Uint8Array, other: Uint8Array | undefined): boolean {
  return one.length === other?.length && one.every((byte, at) => byte === other[at]);
}
