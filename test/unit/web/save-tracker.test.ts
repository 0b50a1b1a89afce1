import { describe, expect, it } from 'vitest';
import { SaveTracker } from '../../../web/collab/save-tracker.ts';
import { saveWord } from '../../../web/collab/status.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';

/** Ann's page: what it sent, and what she reads. The test plays the server. */
function annsPage() {
  const clock = new ManualClock();
  const sent: number[] = [];
  let gaveUp = 0;
  let cleared = 0;
  const tracker: SaveTracker = new SaveTracker(manualEnvironment(clock, 0.5), {
    sendCheckpoint: (number) => sent.push(number),
    giveUpConnection: () => {
      gaveUp += 1;
      tracker.lost(1006, clock.now() + 1_000);
    },
    everythingSaved: () => {
      cleared += 1;
    },
    changed: () => {},
  });
  return {
    clock,
    tracker,
    sent,
    types: () => tracker.edited(true),
    gaveUp: () => gaveUp,
    cleared: () => cleared,
    reads: () => saveWord(tracker.status, clock.now()).kind,
    /** The server answers everything it was asked. */
    serverEchoes: () => tracker.echoed(sent.at(-1) ?? 0),
  };
}

describe('following edits to the disk', () => {
  it('R29: Saved is said after the first echo, not after connecting', () => {
    const ann = annsPage();
    expect(ann.reads()).toBe('opening');
    ann.tracker.caughtUp();
    expect(ann.reads()).toBe('opening');
    ann.serverEchoes();
    expect(ann.reads()).toBe('saved');
    ann.tracker.close();
  });

  it('a burst of typing costs one checkpoint in 250 ms', () => {
    const ann = annsPage();
    ann.tracker.caughtUp();
    ann.serverEchoes();
    ann.clock.advance(1_000);
    const before = ann.sent.length;
    for (let key = 0; key < 20; key += 1) {
      ann.types();
      ann.clock.advance(50);
    }
    expect(ann.sent.length - before).toBeGreaterThanOrEqual(3);
    expect(ann.sent.length - before).toBeLessThanOrEqual(4);
    ann.tracker.close();
  });

  it('while echoes come quickly the word stays Saved; when one is late it turns to Saving', () => {
    const ann = annsPage();
    ann.tracker.caughtUp();
    ann.serverEchoes();
    for (let key = 0; key < 20; key += 1) {
      ann.types();
      ann.clock.advance(100);
      ann.serverEchoes();
      expect(ann.reads()).toBe('saved');
    }
    ann.clock.advance(250);
    ann.serverEchoes();
    ann.types();
    ann.clock.advance(599);
    expect(ann.reads()).toBe('saved');
    ann.clock.advance(1);
    expect(ann.reads()).toBe('saving');
    ann.serverEchoes();
    expect(ann.reads()).toBe('saved');
    ann.tracker.close();
  });

  it('asks for a sign of life every 15 s of silence', () => {
    const ann = annsPage();
    ann.tracker.caughtUp();
    for (let quarter = 0; quarter < 4; quarter += 1) {
      ann.serverEchoes();
      ann.clock.advance(15_000);
    }
    expect(ann.sent).toEqual([1, 2, 3, 4, 5]);
    expect(ann.gaveUp()).toBe(0);
    ann.tracker.close();
  });

  it('R12: a half-open connection is given up within 45 s', () => {
    const ann = annsPage();
    ann.tracker.caughtUp();
    ann.serverEchoes();
    ann.clock.advance(44_999);
    expect(ann.gaveUp()).toBe(0);
    ann.clock.advance(1);
    expect(ann.gaveUp()).toBe(1);
    ann.tracker.close();
  });

  it('R12: a connection that does not come about, or dies before the server has asked, is given up after 30 s', () => {
    const ann = annsPage();
    ann.tracker.connecting();
    ann.clock.advance(20_000);
    ann.tracker.received();
    ann.clock.advance(29_999);
    expect(ann.gaveUp()).toBe(0);
    ann.clock.advance(1);
    expect(ann.gaveUp()).toBe(1);
    ann.clock.advance(60_000);
    expect(ann.gaveUp()).toBe(1);
    ann.tracker.close();
  });

  it('R29: a clock that is set back delays neither a checkpoint nor the word', () => {
    const ann = annsPage();
    ann.tracker.caughtUp();
    ann.serverEchoes();
    const before = ann.sent.length;
    ann.types();
    ann.clock.set(-3_600_000);
    ann.types();
    ann.clock.advance(600);
    expect(ann.sent.length).toBeGreaterThan(before);
    expect(ann.reads()).toBe('saving');
    ann.serverEchoes();
    expect(ann.reads()).toBe('saved');
    ann.tracker.close();
  });

  it('R12: a half-open connection is given up within 45 s although the clock is set back', () => {
    const ann = annsPage();
    ann.tracker.caughtUp();
    ann.serverEchoes();
    ann.types();
    ann.clock.advance(1_000);
    ann.clock.set(-3_600_000);
    ann.clock.advance(45_000);
    expect(ann.gaveUp()).toBe(1);
    ann.tracker.close();
  });

  it('a hint that the network changed shortens the wait to 5 s', () => {
    const ann = annsPage();
    ann.tracker.caughtUp();
    ann.serverEchoes();
    ann.tracker.probe();
    ann.clock.advance(5_000);
    expect(ann.gaveUp()).toBe(1);
    ann.tracker.close();
  });

  it('no checkpoint is sent before the server has everything it could cover', () => {
    const ann = annsPage();
    ann.types();
    ann.clock.advance(60_000);
    expect(ann.sent).toEqual([]);
    ann.tracker.caughtUp();
    expect(ann.sent).toEqual([1]);
    ann.tracker.close();
  });

  it('what was typed offline, in this visit or an earlier one, is unsaved until the next connection proves it', () => {
    const ann = annsPage();
    ann.tracker.restored({ count: 7, sinceMs: ann.clock.now() - 86_400_000 }, true);
    ann.tracker.caughtUp();
    ann.types();
    ann.tracker.lost(1006, ann.clock.now() + 100);
    expect(ann.tracker.status.unsaved?.count).toBe(8);
    expect(ann.reads()).toBe('on-this-device');
    ann.tracker.caughtUp();
    expect(ann.cleared()).toBe(0);
    ann.serverEchoes();
    expect(ann.reads()).toBe('saved');
    expect(ann.cleared()).toBe(1);
    ann.tracker.close();
  });

  it('leaves no timer behind', () => {
    const ann = annsPage();
    ann.tracker.caughtUp();
    ann.types();
    ann.tracker.close();
    expect(ann.clock.waiting).toBe(0);
  });
});
