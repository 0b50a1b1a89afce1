/** What webhooks are told of a document that changes. */

import { describe, expect, it } from 'vitest';
import { eventsOfChange } from '../../../server/http/document-events.ts';
import { returnedBy, SERVER } from '../../../server/lib/authors.ts';
import { changeOf } from '../../../server/storage/document-change.ts';
import { nobodys, withoutPerson, withRequest } from '../../../server/workspace/access-record.ts';
import { AccountWorld } from '../../support/account-world.ts';
import { emailOf } from '../../support/credentials.ts';
import { until } from '../../support/until.ts';
import { WebhookReceiver } from '../../support/webhook-receiver.ts';

const records = [{ sequence: 1, at: 5, user: 'ann', bytes: new Uint8Array() }];
const reading = { title: 'The plan', text: 'words', images: [] };

const named = (...changes: Parameters<typeof changeOf>[]) =>
  changes.flatMap((change) => eventsOfChange(changeOf(...change))).map(({ event, details }) => [event, details.title]);

it('a new document is told of once, when its title is known', () => {
  expect(named(['plan', null, records, true], ['plan', reading, records, true])).toEqual([
    ['document.created', 'The plan'],
    ['document.changed', 'The plan'],
  ]);
});

it('what is written later is a change', () => {
  expect(named(['plan', reading, records, false])).toEqual([['document.changed', 'The plan']]);
});

it.each([
  ['the server itself writes', SERVER],
  ['somebody hands over that a restored server has lost, whoever wrote it,', returnedBy('ann')],
])('what %s is none', (_what, user) => {
  expect(named(['plan', reading, [{ sequence: 1, at: 5, user, bytes: new Uint8Array() }], false])).toEqual([]);
});

describe('document.shared', () => {
  it('is told of what is shared, and not of who asks, or leaves what they never had', async () => {
    const world = await AccountWorld.opens({ WEBHOOK_NETWORKS: '127.0.0.0/8' });
    const receiver = await WebhookReceiver.listens();
    try {
      const ann = await world.firstOwner('Ann');
      const eve = await world.member('Eve', ann);
      await ann.must('POST', '/api/webhooks', { url: receiver.url, events: ['document.shared'] });
      for (const id of ['hers', 'shared']) await ann.must('POST', '/api/documents', { id });
      await eve.must('POST', '/api/documents/hers/access/requests');
      await ann.must('DELETE', `/api/documents/hers/access/requests/${eve.id}`);
      for (const id of ['hers', 'nowhere']) await eve.must('DELETE', `/api/documents/${id}/access/people/${eve.id}`);
      const to = { email: emailOf('Eve'), role: 'viewer', expiresAt: null };
      await ann.must('POST', '/api/documents/shared/access/people', to);
      await eve.must('DELETE', `/api/documents/shared/access/people/${eve.id}`);
      await until(() => receiver.received.length >= 2, 'both are told of');
      expect(receiver.received.map(({ documentId }) => documentId)).toEqual(['shared', 'shared']);
    } finally {
      await receiver.close();
      await world.close();
    }
  });

  it('who has nothing leaves nothing behind: no record is made', () => {
    const record = nobodys('nowhere');
    expect(withoutPerson(record, 'eve')).toBe(record);
    expect(withoutPerson(withRequest(record, 'eve', 1), 'eve')).toEqual(record);
  });
});
