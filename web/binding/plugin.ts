/**
 * The binding as a ProseMirror plugin: the shell around binding.ts. It queues local transactions and hands them on once
 * the editor shows them, and shows what came from elsewhere at most once a frame. While an input method composes it waits,
 * because a composition does not survive a change of the nodes around it: for a while with everything, and until the
 * word is finished with what would change its block.
 */

import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';
import { Binding } from './binding.ts';
import type { UndoHistory } from './undo.ts';

/** Remote changes wait this long for the end of a composition; those of its own block longer. */
const COMPOSITION_HOLD_MS = 3_000;

/** Shown after this time where there are no frames: in a hidden tab. */
const FRAME_MS_MAX = 250;

/** Transactions in the order they were applied, newest first. A state that is never shown leaves no trace. */
interface Log {
  readonly transaction: Transaction | null;
  /** Cut once it was written, so that old documents are forgotten. */
  previous: Log | null;
}

const logKey = new PluginKey<Log>('scriptorium-log');

/** Collects local transactions in the state of the editor. */
export function logPlugin(): Plugin {
  return new Plugin<Log>({
    key: logKey,
    state: {
      init: () => ({ transaction: null, previous: null }),
      apply: (transaction, previous) => (transaction.docChanged ? { transaction, previous } : previous),
    },
  });
}

/** The transactions that led to this state and were not taken yet, oldest first. */
export function takeTransactions(state: EditorState): Transaction[] {
  const taken: Transaction[] = [];
  const newest = logKey.getState(state);
  for (let log = newest; log?.previous; log = log.previous) if (log.transaction) taken.unshift(log.transaction);
  if (newest) newest.previous = null;
  return taken;
}

export interface BindingHooks {
  readonly onOpen: (binding: Binding) => void;
  readonly onClose: (binding: Binding) => void;
}

/** Binds the editor that gets these plugins to the body of a document for as long as its view lives. */
export function bindingPlugins(doc: Y.Doc, history: UndoHistory, { onOpen, onClose }: BindingHooks): Plugin[] {
  const shell = new Plugin({
    view: (view) => {
      // What the editor held before is not part of the document.
      takeTransactions(view.state);
      const frames = new FrameQueue(() => showWhenIdle());
      const hold = new CompositionHold();
      const onBehind = (): void => {
        hold.mayTryAgain();
        frames.request();
      };
      const binding = new Binding(doc, view, { onBehind });
      const showWhenIdle = (): void => {
        if (!hold.shows(view, binding)) frames.request();
      };
      history.attach(binding);
      onOpen(binding);
      return {
        update: ({ state }: EditorView) => {
          binding.write(takeTransactions(state));
          hold.mayTryAgain();
          history.noteSelection();
        },
        destroy: () => {
          frames.close();
          history.detach(binding);
          onClose(binding);
          binding.close();
        },
      };
    },
  });
  return [logPlugin(), shell];
}

/** What becomes of remote changes while an input method composes. */
class CompositionHold {
  #since: number | undefined;
  #mayTry = true;

  /** Something came, or the caret went elsewhere: the block of the composition may not be in the way any more. */
  mayTryAgain(): void {
    this.#mayTry = true;
  }

  /** Shows what may be shown; false when something waits. */
  shows(view: EditorView, binding: Binding): boolean {
    if (!view.composing) {
      this.#since = undefined;
      binding.show();
      return true;
    }
    this.#since ??= performance.now();
    if (performance.now() - this.#since < COMPOSITION_HOLD_MS || !this.#mayTry) return false;
    this.#mayTry = false;
    if (!binding.showBeside(view.state.selection.head)) return false;
    this.#since = undefined;
    return true;
  }
}

/** Calls back once in the next frame, or a little later where the page is not drawn. */
class FrameQueue {
  readonly #run: () => void;
  #frame = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(run: () => void) {
    this.#run = run;
  }

  request(): void {
    if (this.#timer !== undefined) return;
    const run = (): void => {
      this.close();
      this.#run();
    };
    this.#frame = requestAnimationFrame(run);
    this.#timer = setTimeout(run, FRAME_MS_MAX);
  }

  close(): void {
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
