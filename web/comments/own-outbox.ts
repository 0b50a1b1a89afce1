/** The outbox of this browser: over its API client, its database, its tabs. Loaded with a document, or with what is left. */

import type { ThreadView } from '../../server/contract/comment-api.ts';
import { knownAccount } from '../accounts/known-account.ts';
import { askWhoIsHere } from '../accounts/session-state.ts';
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
    present: () => knownAccount.present,
    askWhoIsHere,
    send,
    // Only pages that are served securely have locks; the others may send a thing twice, which changes nothing.
    alone: (act) => (navigator.locks === undefined ? act() : navigator.locks.request(NAME, act)),
    tellTabs: () => tabs?.postMessage(null),
    flag: (isWaiting) => leftComments.note(isWaiting),
  });
  if (tabs !== null) tabs.onmessage = () => void opened.look();
  window.addEventListener('online', () => opened.send());
  knownAccount.subscribe(() => opened.othersAreHere());
  return opened;
}

async function send({ documentId: id, change, author }: Waiting): Promise<Outcome<ThreadView | null>> {
  const { thread } = change;
  const said = { query: { as: author?.id ?? '' } };
  switch (change.kind) {
    case 'begin': {
      const { about, comment, text, name } = change;
      const body = { ...about, comment: { id: comment, text }, name };
      return await ask('PUT /api/documents/:id/comments/:thread', { id, thread, ...said, body });
    }
    case 'say': {
      const { comment, text, name } = change;
      const body = { text, name };
      return await ask('PUT /api/documents/:id/comments/:thread/replies/:comment', {
        ...{ id, thread, comment, ...said, body },
      });
    }
    case 'take-back': {
      const { comment } = change;
      return await ask('DELETE /api/documents/:id/comments/:thread/replies/:comment', { id, thread, comment, ...said });
    }
    case 'resolve': {
      const { isResolved, name } = change;
      return await ask('PATCH /api/documents/:id/comments/:thread', {
        id,
        thread,
        ...said,
        body: { isResolved, name },
      });
    }
    case 'remove':
      return await ask('DELETE /api/documents/:id/comments/:thread', { id, thread, ...said });
    default:
      return change satisfies never;
  }
}
