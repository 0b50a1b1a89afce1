// @vitest-environment happy-dom

/** An editor stands only where there is a text for it, and all at once where the text is there first. */
import { Extension, type Extensions, Node } from '@tiptap/core';
import { Plugin } from '@tiptap/pm/state';
import { afterEach, describe, expect, it } from 'vitest';
import { EditorInSteps } from '../../../web/editor/editor-in-steps.ts';
import { ManualClock } from '../../support/clock.ts';
import { manualEnvironment } from '../../support/manual-environment.ts';

const EXTENSIONS: Extensions = [
  Node.create({ name: 'doc', topNode: true, content: 'paragraph+' }),
  Node.create({ name: 'paragraph', content: 'text*', parseHTML: () => [{ tag: 'p' }], renderHTML: () => ['p', 0] }),
  Node.create({ name: 'text' }),
];

const clock = new ManualClock();
const releases: (() => void)[] = [];

afterEach(() => {
  for (const release of releases.splice(0)) release();
  clock.advance(1);
});

function held(isReady: boolean, extensions = EXTENSIONS) {
  const steps = new EditorInSteps(() => ({ extensions }), manualEnvironment(clock, 0.5));
  releases.push(steps.hold(isReady));
  return steps;
}

/** Every task that is due, and what follows from it. */
function tasksRun(): void {
  for (let task = 0; task < 10; task += 1) clock.advance(1);
}

describe('an editor in steps', () => {
  it('has a view while the text is on its way, and stands with its plugins when it is there', () => {
    let hasPlugins = false;
    const view = () => {
      hasPlugins = true;
      return {};
    };
    const plugins = Extension.create({ name: 'plugins', addProseMirrorPlugins: () => [new Plugin({ view })] });
    const steps = held(false, [...EXTENSIONS, plugins]);
    expect(steps.stage.phase).toBe('unmade');
    tasksRun();
    expect(steps.stage.phase).toBe('mounted');
    expect(hasPlugins).toBe(false);
    steps.ready();
    expect(steps.stage.phase).toBe('mounted');
    tasksRun();
    expect(steps.stage.phase).toBe('standing');
    expect(hasPlugins).toBe(true);
  });

  it('stands at once where the text is there', () => {
    expect(held(true).stage.phase).toBe('standing');
  });

  it('ends when nobody holds it any more, and not where it is held again at once', () => {
    const steps = new EditorInSteps(() => ({ extensions: EXTENSIONS }), manualEnvironment(clock, 0.5));
    const release = steps.hold(true);
    const { stage } = steps;
    if (stage.phase !== 'standing') throw new Error(`it is ${stage.phase}`);
    release();
    const releaseAgain = steps.hold(true);
    tasksRun();
    expect(stage.editor.isDestroyed).toBe(false);
    releaseAgain();
    tasksRun();
    expect(stage.editor.isDestroyed).toBe(true);
  });

  it('says what failed', () => {
    const steps = held(false, []);
    let isTold = false;
    steps.subscribe(() => {
      isTold = true;
    });
    tasksRun();
    expect(steps.stage.phase).toBe('failed');
    expect(isTold).toBe(true);
  });
});
