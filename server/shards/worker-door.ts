/** A worker's side of the channel: takes the sockets and questions of the front process to the shard of this one. */

import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { unreachable } from '../lib/assert.ts';
import type { LocalShard } from './local-shard.ts';
import type { RemoteDesk } from './remote-desk.ts';
import type { CallHandlers, CallMessage, FromWorker, HandedUpgrade, ToWorker } from './shard-messages.ts';

export interface WorkerDoor {
  /** What arrives, and the socket that came with it. */
  take(message: ToWorker, socket: unknown): void;
}

/** @param onClose the front process wants this one to end. */
export function createWorkerDoor(
  shard: LocalShard,
  desk: RemoteDesk,
  send: (message: FromWorker) => void,
  onClose: () => void,
): WorkerDoor {
  const handlers = handlersOf(shard);
  return {
    take(message, socket) {
      switch (message.kind) {
        case 'upgrade':
          // Nothing comes with the message when the visitor left on the way.
          if (socket instanceof Socket) shard.upgrade(requestOf(message, socket), socket, Buffer.from(message.head));
          break;
        case 'call':
          void answer(message, handlers, send);
          break;
        case 'answer':
        case 'failure':
          desk.take(message);
          break;
        case 'access-changed':
          desk.forget(message.news);
          shard.accessChanged(message.news);
          break;
        case 'comments-changed':
          shard.commentsChanged(message.documentId, message.revision);
          break;
        case 'signed-out':
          shard.signedOut(message.bearer);
          break;
        case 'close':
          onClose();
          break;
        default:
          unreachable(message);
      }
    },
  };
}

/** What may be asked, and nothing else of the shard. */
function handlersOf(shard: LocalShard): CallHandlers {
  return {
    entries: (after, limit) => shard.page(after, limit),
    describe: (documentId) => shard.describe(documentId),
    write: (documentId, update, user) => shard.write(documentId, update, user),
    retitle: (documentId, title, user) => shard.retitle(documentId, title, user),
    copy: (documentId, title) => shard.copy(documentId, title),
    remove: (documentId) => shard.remove(documentId),
    present: (documentIds) => shard.present(documentIds),
    create: (documentId) => shard.create(documentId),
    isUnwritten: (documentId) => shard.isUnwritten(documentId),
    isGone: (documentId) => shard.isGone(documentId),
    readContent: (documentId, format, moment) => shard.readContent(documentId, format, moment),
    firstText: (documentId) => shard.firstText(documentId),
    versions: (documentId, request) => shard.versions(documentId, request),
    writeContent: (documentId, write) => shard.writeContent(documentId, write),
    health: () => shard.health(),
    report: () => shard.report(),
    use: () => shard.use(),
    metricsReading: () => shard.metricsReading(),
  };
}

async function answer(
  { number, name, parameters }: CallMessage,
  handlers: CallHandlers,
  send: (message: FromWorker) => void,
): Promise<void> {
  try {
    const handler = handlers[name] as (...parameters: readonly unknown[]) => Promise<unknown>;
    send({ kind: 'answer', number, value: await handler(...parameters) });
  } catch (error) {
    send({ kind: 'failure', number, message: error instanceof Error ? error.message : String(error) });
  }
}

function requestOf({ url, method, headers }: HandedUpgrade, socket: Socket): IncomingMessage {
  return Object.assign(new IncomingMessage(socket), { url, method, headers });
}
