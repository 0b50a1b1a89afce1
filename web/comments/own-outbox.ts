/** The outbox of this browser: over its API client, its database, its tabs. Loaded with a document, or with what is left. */

import type { ThreadView } from '../../server/contract/comment-api.ts';
import { ask, type Outcome } from '../lib/api.ts';
import { browserEnvironment } from '../lib/environment.ts';
import type { Waiting } from './changes.ts';
import { forgetWaiting, keepWaiting, waitingRows } from './device.ts';
import { leftComments } from './left-comments.ts';
import { Outbox } from './outbox.ts';

const NAME = 'scriptorium-comments';

export const outbox = openOutbox();

/** Goes on with what an earlier visit could not send. */
export function resumeComments(): void {
  outbox.send();
}

function openOutbox(): Outbox {
  const tabs = 'BroadcastChannel' in window ? new BroadcastChannel(NAME) : null;
  const opened = new Outbox({
    shelf: { waitingRows, keepWaiting, forgetWaiting },
    environment: browserEnvironment,
    send,
    // Only pages that are served securely have locks; the others may send a thing twice, which changes nothing.
    alone: (act) => (navigator.locks === undefined ? act() : navigator.locks.request(NAME, act)),
    tellTabs: () => tabs?.postMessage(null),
    flag: (isWaiting) => leftComments.note(isWaiting),
  });
  if (tabs !== null) tabs.onmessage = () => void opened.look();
  window.addEventListener('online', () => opened.send());
  return opened;
}

async function send({ documentId: id, change }: Waiting): Promise<Outcome<ThreadView | null>> {
  const { thread } = change;
  switch (change.kind) {
    case 'begin': {
      const { about, comment, text, name } = change;
      const body = { ...about, comment: { id: comment, text }, name };
      return await ask('PUT /api/documents/:id/comments/:thread', { id, thread, body });
    }
    case 'say': {
      const { comment, text, name } = change;
      const body = { text, name };
      return await ask('PUT /api/documents/:id/comments/:thread/replies/:comment', { id, thread, comment, body });
    }
    case 'take-back': {
      const { comment } = change;
      return await ask('DELETE /api/documents/:id/comments/:thread/replies/:comment', { id, thread, comment });
    }
    case 'resolve': {
      const { isResolved, name } = change;
      return await ask('PATCH /api/documents/:id/comments/:thread', { id, thread, body: { isResolved, name } });
    }
    case 'remove':
      return await ask('DELETE /api/documents/:id/comments/:thread', { id, thread });
    default:
      return change satisfies never;
  }
}
