/**
 * What a document on this page holds beyond the server's, as an update that the server takes (R22). Text under a client id
 * that is somebody else's there, and whatever builds on it, is given another id: the same structs, at the same places, with
 * the same content. So it becomes this person's own; nothing is lost, and nothing is there twice.
 *
 * The new id follows from the old one and a secret of this browser, so two tabs that both hold the same unsent text make
 * the same of it, and nobody else can be there first.
 */

import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

type Struct = Y.Item | Y.GC;

/** First clock of each client that the server has to be given. */
type Starts = ReadonlyMap<number, number>;

/** Client id -> the id under which its structs from its start on go up. */
type NewIds = ReadonlyMap<number, number>;

/**
 * @param mine what is here.
 * @param server what the server has, whole.
 * @param conflicts client ids under which the server takes nothing from here.
 * @param secret the same in all tabs of this browser.
 */
export function carriedOver(mine: Y.Doc, server: Y.Doc, conflicts: ReadonlySet<number>, secret: string): Uint8Array {
  const starts = startsOf(mine, server, conflicts);
  const { structs, ds } = Y.decodeUpdate(Y.encodeStateAsUpdate(mine, Y.encodeStateVector(new Map(starts))));
  const structsByClient = shown(structs, mine);
  const newIds = newIdsFor(structsByClient, starts, conflicts, secret);
  const encoder = new Y.UpdateEncoderV1();
  writeStructs(encoder, structsByClient, starts, newIds);
  writeDeletions(encoder, ds.clients, { server, structsByClient, starts, newIds });
  return encoder.toUint8Array();
}

function startsOf(mine: Y.Doc, server: Y.Doc, conflicts: ReadonlySet<number>): Starts {
  const starts = new Map<number, number>();
  for (const [client, structs] of mine.store.clients) {
    const common = Math.min(Y.getState(server.store, client), Y.getState(mine.store, client));
    const theirs = server.store.clients.get(client) ?? [];
    starts.set(client, conflicts.has(client) ? firstDifference(structs, theirs, common) : common);
  }
  return starts;
}

/** The first clock at which two documents hold different things under one client id; `end` when there is none before. */
function firstDifference(mine: readonly Struct[], theirs: readonly Struct[], end: number): number {
  let ownIndex = 0;
  let otherIndex = 0;
  for (let clock = 0; clock < end; ) {
    const [own, other] = [mine[ownIndex], theirs[otherIndex]];
    if (own === undefined || other === undefined) return clock;
    const until = Math.min(own.id.clock + own.length, other.id.clock + other.length, end);
    if (!isSame(own, other, clock, until)) return clock;
    if (own.id.clock + own.length === until) ownIndex += 1;
    if (other.id.clock + other.length === until) otherIndex += 1;
    clock = until;
  }
  return end;
}

/** What is deleted here needs no carrying, and what somebody deleted there stays deleted. */
function isSame(own: Struct, other: Struct, from: number, to: number): boolean {
  if (own.deleted) return true;
  if (!(own instanceof Y.Item && other instanceof Y.Item)) return false;
  if (!isSameId(originAt(own, from), originAt(other, from)) || !isSameId(own.rightOrigin, other.rightOrigin))
    return false;
  return other.deleted || heldBy(own, from, to) === heldBy(other, from, to);
}

function originAt(item: Y.Item, clock: number): Y.ID | null {
  return clock === item.id.clock ? item.origin : Y.createID(item.id.client, clock - 1);
}

function isSameId(one: Y.ID | null, other: Y.ID | null): boolean {
  return one === other || (one !== null && other !== null && Y.compareIDs(one, other));
}

function heldBy({ id, content }: Y.Item, from: number, to: number): string {
  if (content instanceof Y.ContentFormat) return JSON.stringify([content.key, content.value]);
  if (content instanceof Y.ContentType) return 'type';
  return JSON.stringify(content.getContent().slice(from - id.clock, to - id.clock), (_key, value) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

/** By client, what is part of the text: the rest waits here for something that nobody has. */
function shown(structs: readonly object[], mine: Y.Doc): Map<number, Struct[]> {
  const byClient = new Map<number, Struct[]>();
  for (const struct of structs) {
    if (!(struct instanceof Y.Item || struct instanceof Y.GC)) continue;
    const { client, clock } = struct.id;
    if (clock >= Y.getState(mine.store, client)) continue;
    const own = byClient.get(client);
    if (own === undefined) byClient.set(client, [struct]);
    else own.push(struct);
  }
  return byClient;
}

/** The conflicts, and every client that builds on what is carried over under another id. */
function newIdsFor(
  structsByClient: ReadonlyMap<number, readonly Struct[]>,
  starts: Starts,
  conflicts: ReadonlySet<number>,
  secret: string,
): NewIds {
  const newIds = new Map<number, number>();
  const isMoved = (id: Y.ID) => newIds.has(id.client) && id.clock >= (starts.get(id.client) ?? 0);
  for (let before = -1; before !== newIds.size; ) {
    before = newIds.size;
    for (const [client, structs] of structsByClient) {
      if (newIds.has(client)) continue;
      if (conflicts.has(client) || structs.some((struct) => idsIn(struct).some(isMoved))) {
        newIds.set(client, newId(`${secret}/${client}/${starts.get(client) ?? 0}`));
      }
    }
  }
  return newIds;
}

function idsIn(struct: Struct): Y.ID[] {
  if (!(struct instanceof Y.Item)) return [];
  const ids = [struct.origin, struct.rightOrigin, struct.parent];
  return ids.filter((id) => id instanceof Y.ID);
}

/** 32 bits that cannot be guessed without all of the text: FNV-1a, stirred at the end. Never 0, the seed's id. */
function newId(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0 || 1;
}

function moved(id: Y.ID, starts: Starts, newIds: NewIds): Y.ID {
  const client = newIds.get(id.client);
  const start = starts.get(id.client) ?? 0;
  return client === undefined || id.clock < start ? id : Y.createID(client, id.clock - start);
}

function movedStruct(struct: Struct, starts: Starts, newIds: NewIds): Struct {
  const id = moved(struct.id, starts, newIds);
  if (!(struct instanceof Y.Item)) return new Y.GC(id, struct.length);
  const { origin, rightOrigin, parent, parentSub, content } = struct;
  const elsewhere = (other: Y.ID | null) => other && moved(other, starts, newIds);
  const movedParent = parent instanceof Y.ID ? moved(parent, starts, newIds) : parent;
  return new Y.Item(id, null, elsewhere(origin), null, elsewhere(rightOrigin), movedParent, parentSub, content);
}

/** Higher clients first, as Yjs writes them. */
function writeStructs(
  encoder: Y.UpdateEncoderV1,
  structsByClient: ReadonlyMap<number, readonly Struct[]>,
  starts: Starts,
  newIds: NewIds,
): void {
  const all = [...structsByClient.values()].map((structs) =>
    structs.map((struct) => movedStruct(struct, starts, newIds)),
  );
  const clientOf = ([first]: readonly Struct[]) => first?.id.client ?? 0;
  encoding.writeVarUint(encoder.restEncoder, all.length);
  for (const structs of all.sort((one, other) => clientOf(other) - clientOf(one))) {
    encoding.writeVarUint(encoder.restEncoder, structs.length);
    encoder.writeClient(clientOf(structs));
    encoding.writeVarUint(encoder.restEncoder, structs[0]?.id.clock ?? 0);
    for (const struct of structs) struct.write(encoder, 0);
  }
}

interface Carried {
  readonly server: Y.Doc;
  readonly structsByClient: ReadonlyMap<number, readonly Struct[]>;
  readonly starts: Starts;
  readonly newIds: NewIds;
}

/** Deletions of what the server has or gets; of anything else it would not take them. */
function writeDeletions(
  encoder: Y.UpdateEncoderV1,
  deletedByClient: ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>,
  { server, structsByClient, starts, newIds }: Carried,
): void {
  const rangesByClient = new Map<number, [clock: number, length: number][]>();
  const add = (client: number, from: number, to: number) => {
    if (from >= to) return;
    const ranges = rangesByClient.get(client);
    if (ranges === undefined) rangesByClient.set(client, [[from, to - from]]);
    else ranges.push([from, to - from]);
  };
  for (const [client, ranges] of deletedByClient) {
    const last = structsByClient.get(client)?.at(-1);
    const known = Y.getState(server.store, client);
    const end = last === undefined ? known : Math.max(known, last.id.clock + last.length);
    const newClient = newIds.get(client);
    const start = newClient === undefined ? end : (starts.get(client) ?? 0);
    for (const { clock, len } of ranges) {
      add(client, clock, Math.min(clock + len, start));
      if (newClient !== undefined) add(newClient, Math.max(clock, start) - start, Math.min(clock + len, end) - start);
    }
  }
  encoding.writeVarUint(encoder.restEncoder, rangesByClient.size);
  for (const [client, ranges] of rangesByClient) {
    encoding.writeVarUint(encoder.restEncoder, client);
    encoding.writeVarUint(encoder.restEncoder, ranges.length);
    for (const range of ranges) for (const number of range) encoding.writeVarUint(encoder.restEncoder, number);
  }
}
