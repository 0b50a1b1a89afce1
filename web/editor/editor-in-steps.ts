/**
 * An editor that comes to stand step by step, each in a task of its own: on a slow telephone all of it together keeps
 * the page from answering for a second. Its schema, its plugins and an empty view are made while the text is still on
 * its way; where the text is there already, all of it is made before anything is drawn, so that nothing flickers. An
 * object outside React; `useEditorInSteps` watches one.
 */

import { Editor, type EditorOptions } from '@tiptap/core';
import type { Plugin } from '@tiptap/pm/state';
import { useEffect, useLayoutEffect, useState, useSyncExternalStore } from 'react';
import { browserEnvironment, type Environment } from '../lib/environment.ts';

type Stage =
  | { readonly phase: 'unmade' }
  /** `made`: with a schema and commands; `bound`: its view shows the text; `standing`: to be shown. */
  | { readonly phase: 'made' | 'bound' | 'standing'; readonly editor: Editor }
  /** `prepared`: its plugins are made; `mounted`: it has a view, without them. */
  | { readonly phase: 'prepared' | 'mounted'; readonly editor: Editor; readonly plugins: Plugin[] }
  | { readonly phase: 'failed'; readonly error: unknown };

export class EditorInSteps {
  readonly #options: () => Partial<EditorOptions>;
  readonly #environment: Environment;
  readonly #listeners = new Set<() => void>();
  #stage: Stage = { phase: 'unmade' };
  #isReady = false;
  #cancelStep = () => {};
  #cancelEnd = () => {};

  constructor(options: () => Partial<EditorOptions>, environment: Environment) {
    this.#options = options;
    this.#environment = environment;
  }

  get stage(): Stage {
    return this.#stage;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Begins, or is done with all of it when the text is there; ends soon after what this answers is called. */
  hold(isReady: boolean): () => void {
    this.#cancelEnd();
    this.#isReady = isReady;
    if (isReady) while (this.#mayGoOn) this.#step();
    else this.#goOn();
    return () => {
      this.#cancelStep();
      // After the parts of the page that still look at it; not where React only mounts once more.
      this.#cancelEnd = this.#environment.after(0, () => this.#close());
    };
  }

  /** There is a text to show. */
  ready(): void {
    if (this.#isReady) return;
    this.#isReady = true;
    this.#goOn();
  }

  get #mayGoOn(): boolean {
    const { phase } = this.#stage;
    return phase !== 'standing' && phase !== 'failed' && (phase !== 'mounted' || this.#isReady);
  }

  #goOn(): void {
    this.#cancelStep();
    if (!this.#mayGoOn) return;
    this.#cancelStep = this.#environment.after(0, () => {
      this.#step();
      this.#goOn();
    });
  }

  #step(): void {
    try {
      this.#stage = after(this.#stage, this.#options);
    } catch (error) {
      this.#stage = { phase: 'failed', error };
    }
    for (const listener of this.#listeners) listener();
  }

  #close(): void {
    if ('editor' in this.#stage) this.#stage.editor.destroy();
    this.#stage = { phase: 'unmade' };
  }
}

function after(stage: Stage, options: () => Partial<EditorOptions>): Stage {
  switch (stage.phase) {
    case 'unmade':
      return { phase: 'made', editor: new Editor({ ...options(), element: null }) };
    case 'made':
      return { phase: 'prepared', editor: stage.editor, plugins: pluginsOf(stage.editor) };
    case 'prepared':
      stage.editor.mount(document.createElement('div'));
      return { ...stage, phase: 'mounted' };
    case 'mounted':
      bind(stage.editor, stage.plugins);
      return { phase: 'bound', editor: stage.editor };
    case 'bound':
      return { ...stage, phase: 'standing' };
    case 'standing':
    case 'failed':
      return stage;
    default:
      return stage satisfies never;
  }
}

/** What mounting would ask for, worked out before; the plugins it does not get yet. */
function pluginsOf({ extensionManager }: Editor): Plugin[] {
  // First: each view of a node would work out those of all nodes and marks again.
  keep(extensionManager, 'attributes', extensionManager.attributes);
  keep(extensionManager, 'nodeViews', extensionManager.nodeViews);
  const { plugins } = extensionManager;
  keep(extensionManager, 'plugins', []);
  return plugins;
}

/** As mounting does it: the plugins come to a view that stands; one of them brings the text. */
function bind(editor: Editor, plugins: Plugin[]): void {
  keep(editor.extensionManager, 'plugins', plugins);
  editor.view.updateState(editor.state.reconfigure({ plugins }));
}

/** What a getter answers from now on. */
function keep<Owner extends object, Name extends keyof Owner>(owner: Owner, name: Name, value: Owner[Name]): void {
  Object.defineProperty(owner, name, { value, configurable: true });
}

/**
 * @param options of the editor; asked once.
 * @param ready whether there is a text that it can show; must not go back.
 * @returns null until it stands.
 * @throws what came of a step that failed, to the boundary around.
 */
export function useEditorInSteps(options: () => Partial<EditorOptions>, ready: boolean): Editor | null {
  const [steps] = useState(() => new EditorInSteps(options, browserEnvironment));
  const [isReadyAtOnce] = useState(ready);
  useLayoutEffect(() => steps.hold(isReadyAtOnce), [steps, isReadyAtOnce]);
  useEffect(() => {
    if (ready) steps.ready();
  }, [steps, ready]);
  const standing = useSyncExternalStore(steps.subscribe, () => shown(steps.stage));
  if (standing?.phase === 'failed') throw standing.error;
  return standing?.editor ?? null;
}

/** Nothing that React shows changes before it stands. */
function shown(stage: Stage) {
  return stage.phase === 'standing' || stage.phase === 'failed' ? stage : null;
}
