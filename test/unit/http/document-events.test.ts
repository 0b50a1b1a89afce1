/** What webhooks are told of a document that changes. */

import { expect, it } from 'vitest';
import { eventsOfChange } from '../../../server/http/document-events.ts';
import { returnedBy, SERVER } from '../../../server/lib/authors.ts';
import { changeOf } from '../../../server/storage/document-change.ts';

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
