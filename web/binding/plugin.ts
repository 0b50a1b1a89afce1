/**
 * The binding as a ProseMirror plugin: the shell around binding.ts. It queues local transactions and hands them on once
 * the editor shows them, and shows what came from elsewhere at most once a frame; while an input method composes, not
 * at all, because a composition does not survive a change of the nodes around it.
 */

import { type EditorState, Plugin, PluginKey, type Transaction } from '@tiptap/pm/state';
import type { EditorView } from '@tiptap/pm/view';
import type * as Y from 'yjs';
import { Binding } from './binding.ts';
import type { UndoHistory } from './undo.ts';

/** Remote changes wait this long for the end of a composition, and no longer. */
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
      const binding = new Binding(doc, view, { onBehind: () => frames.request() });
      let heldSince: number | undefined;
      const showWhenIdle = (): void => {
        heldSince = view.composing ? (heldSince ?? performance.now()) : undefined;
        if (heldSince !== undefined && performance.now() - heldSince < COMPOSITION_HOLD_MS) frames.request();
        else binding.show();
      };
      history.attach(binding);
      onOpen(binding);
      return {
        update: ({ state }: EditorView) => {
          binding.write(takeTransactions(state));
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
