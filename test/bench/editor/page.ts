/**
 * Runs inside the browser: opens one editor and answers the benchmark's questions through `window.bench`. A key counts
 * from its event to the moment after the frame that shows it (requestAnimationFrame, then a message), because Event
 * Timing rarely fires for fast keys.
 */

import type { Editor } from '@tiptap/core';
import { Selection } from '@tiptap/pm/state';
import '../../../web/ui/reset.css';
import '../../../web/ui/tokens.css';
import '../../../web/ui/ui.css';
import type { Sample } from './sample.ts';
import { prepare, type Variant, type VariantName } from './variants.ts';

export interface BenchPage {
  /** Makes the document. */
  prepare(name: VariantName, sample: Sample): void;
  /** Opens the editor; ms until it was painted and can be written in. */
  open(): Promise<number>;
  /** Puts the cursor into the middle. */
  focusMiddle(): void;
  /** Everything that was asked for is painted. */
  idle(): Promise<void>;
  /** ms from keydown to painted, of every key since the last call. */
  takeLocalKeys(): readonly number[];
  /** One remote character, from its arrival here: ms of script, and ms until it was painted. */
  remoteKey(): Promise<{ readonly scriptMs: number; readonly paintedMs: number }>;
  /** ms to make everything bold. */
  boldEverything(): Promise<number>;
  /** Used heap in MB, after a collection where the browser allows it. */
  heapMb(): number;
}

declare global {
  interface Window {
    bench: BenchPage;
    gc?: () => void;
  }
}

let variant: Variant | null = null;
let editor: Editor | null = null;
const localKeys: number[] = [];
let scriptMs = 0;

/** Script time in frames, where bindings that wait for one do their work. */
const requestFrame = window.requestAnimationFrame.bind(window);
window.requestAnimationFrame = (callback) =>
  requestFrame((time) => {
    const startedAt = performance.now();
    callback(time);
    scriptMs += performance.now() - startedAt;
  });

function painted(): Promise<void> {
  return new Promise((resolve) => {
    requestFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve();
      port2.postMessage(null);
    });
  });
}

function opened(): Editor {
  if (editor === null) throw new Error('open an editor first');
  return editor;
}

window.addEventListener(
  'keydown',
  (event) => {
    const startedAt = event.timeStamp;
    void painted().then(() => localKeys.push(performance.now() - startedAt));
  },
  true,
);

window.bench = {
  prepare(name, sample) {
    variant = prepare(name, sample);
  },
  async open() {
    const element = document.getElementById('page');
    if (variant === null || element === null) throw new Error('prepare a document first');
    const startedAt = performance.now();
    editor = variant.open(element);
    await painted();
    return performance.now() - startedAt;
  },
  focusMiddle() {
    const { doc } = opened().state;
    const { $from } = Selection.near(doc.resolve(Math.floor(doc.content.size / 2)));
    opened().commands.focus($from.start() + 3);
  },
  async idle() {
    await painted();
    await painted();
  },
  takeLocalKeys: () => localKeys.splice(0),
  async remoteKey() {
    variant?.other?.type();
    await painted();
    const startedAt = performance.now();
    scriptMs = 0;
    variant?.other?.deliver();
    scriptMs += performance.now() - startedAt;
    // A binding that waits for a frame asked for it before us.
    await painted();
    return { scriptMs, paintedMs: performance.now() - startedAt };
  },
  async boldEverything() {
    const startedAt = performance.now();
    opened().chain().selectAll().toggleBold().run();
    await painted();
    return performance.now() - startedAt;
  },
  heapMb() {
    window.gc?.();
    const { memory } = performance as Performance & { memory?: { usedJSHeapSize: number } };
    return (memory?.usedJSHeapSize ?? 0) / 1e6;
  },
};
