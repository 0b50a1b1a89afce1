/** Who is told that there is something new among the comments, and how often. */

import { expect, test } from 'vitest';
import { encodeComments } from '../../../server/contract/protocol.ts';
import { finishFrame } from '../../../server/lib/websocket-frame.ts';
import { CommentNews, type Listener } from '../../../server/socket/comment-news.ts';

class Page implements Listener {
  readonly documentId: string;
  readonly takesPieces: boolean;
  readonly heard: string[] = [];
  isBehind = false;

  constructor(documentId: string, isOurs = true) {
    this.documentId = documentId;
    this.takesPieces = isOurs;
  }

  deliver(frames: readonly Buffer[]): boolean {
    if (!this.isBehind) this.heard.push(...frames.map((frame) => frame.toString('hex')));
    return !this.isBehind;
  }
}

const heardOf = (...revisions: readonly number[]) =>
  revisions.map((revision) => finishFrame(encodeComments(revision)).toString('hex'));
const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test('pages of ours that have the document open, once a turn, of the newest revision', async () => {
  const [ann, ben, stock, other] = [new Page('plan'), new Page('plan'), new Page('plan', false), new Page('another')];
  const news = new CommentNews(new Set([ann, ben, stock, other]));
  for (const revision of [1, 3, 2]) news.changed('plan', revision);
  await turn();
  news.changed('plan', 4);
  news.changed('another', 1);
  await turn();
  await turn();
  expect([ann.heard, ben.heard, stock.heard, other.heard]).toEqual([heardOf(3, 4), heardOf(3, 4), [], heardOf(1)]);
});

test('a reader who is behind hears the newest when it has caught up, once; one who left hears nothing', async () => {
  const [slow, gone] = [new Page('plan'), new Page('plan')];
  const pages = new Set([slow, gone]);
  const news = new CommentNews(pages);
  slow.isBehind = true;
  gone.isBehind = true;
  for (const revision of [1, 2]) {
    news.changed('plan', revision);
    await turn();
  }
  news.tellAgain();
  pages.delete(gone);
  slow.isBehind = false;
  gone.isBehind = false;
  for (let look = 0; look < 3; look++) news.tellAgain();
  expect([slow.heard, gone.heard]).toEqual([heardOf(2), []]);
});

test('a reader who has heard something newer meanwhile is not told what is older', async () => {
  const slow = new Page('plan');
  const news = new CommentNews(new Set([slow]));
  slow.isBehind = true;
  news.changed('plan', 1);
  await turn();
  slow.isBehind = false;
  news.changed('plan', 2);
  await turn();
  news.tellAgain();
  expect(slow.heard).toEqual(heardOf(2));
});
