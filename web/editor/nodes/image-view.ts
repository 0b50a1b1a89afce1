/**
 * An image with its caption, a handle for its width and a field for its description; plain DOM. Shows the copy of this
 * device while the server does not have it, and waits for one that somebody else is still sending. Images of other
 * servers are named, not loaded: their server would learn who reads the document.
 */

import type { NodeViewRenderer } from '@tiptap/core';
import type { Node } from '@tiptap/pm/model';
import { isSafeImage } from '../../../server/contract/document/urls.ts';
import { IMAGE_PATH } from '../../../server/contract/limits.ts';
import { type ImageState, imageStates } from '../../images/image-states.ts';
import { text } from '../../ui/text.ts';
import type { ImageTools } from './image-tools.ts';

const words = text.images;

/** Between two looks at whether an image that somebody sends has arrived. */
const LOOK_AGAIN_MS = [2_000, 4_000, 8_000, 15_000, 30_000];

export const imageView: NodeViewRenderer = ({ node: first, editor, getPos }) => {
  const dom = document.createElement('figure');
  dom.className = 'image';
  const frame = document.createElement('div');
  frame.className = 'picture';
  frame.contentEditable = 'false';
  const contentDOM = document.createElement('figcaption');
  contentDOM.dataset.placeholder = words.caption;
  dom.append(frame, contentDOM);
  // An image is shown without them; they come with the first one.
  let tools: ImageTools | null = null;
  let isGone = false;
  let shown = first;
  const src = () => String(shown.attrs.src ?? '');
  const { image, load, close } = pictureIn(dom, frame, src, () => tools?.elements ?? []);
  const change = (attributes: Readonly<Record<string, unknown>>) => {
    const position = getPos();
    if (position === undefined || !editor.isEditable) return;
    const { tr } = editor.state;
    for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute(position, name, value);
    editor.view.dispatch(tr);
  };
  void import('./image-tools.ts').then(
    ({ imageTools }) => {
      if (isGone) return;
      tools = imageTools({ dom, frame, image, change, leave: () => editor.view.focus() });
      tools.show(shown);
      frame.append(...tools.elements);
    },
    () => undefined,
  );
  const show = (node: Node) => {
    const isOther = node.attrs.src !== shown.attrs.src;
    shown = node;
    image.alt = String(node.attrs.alt ?? '');
    image.title = String(node.attrs.title ?? '');
    image.style.width = typeof node.attrs.width === 'number' ? `${node.attrs.width}px` : '';
    tools?.show(node);
    dom.toggleAttribute('data-captionless', node.content.size === 0);
    if (isOther) load();
  };
  show(first);
  load();
  return {
    dom,
    contentDOM,
    update: (node) => {
      if (node.type !== first.type) return false;
      show(node);
      return true;
    },
    stopEvent: (event) => tools?.isOwn(event) === true,
    ignoreMutation: (mutation) => mutation.type !== 'selection' && !contentDOM.contains(mutation.target),
    destroy: () => {
      isGone = true;
      close();
    },
  };
};

interface Picture {
  readonly image: HTMLImageElement;
  /** Shows the image of another address, or why it is not shown. */
  load(): void;
  close(): void;
}

/** @param tools what stands in the frame beside the image, or what is in its place. */
function pictureIn(
  figure: HTMLElement,
  frame: HTMLElement,
  srcNow: () => string,
  tools: () => readonly HTMLElement[],
): Picture {
  const image = document.createElement('img');
  image.draggable = false;
  const badge = document.createElement('span');
  badge.className = 'picture-badge';
  let misses = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    clearTimeout(timer);
    const src = srcNow();
    const state = imageStates.get(src);
    const outside = whyNotLoaded(src);
    badge.textContent = badgeOf(state);
    figure.dataset.phase = state?.phase ?? 'stored';
    if (outside !== null) return showNote(outside);
    const address = state?.shown ?? src;
    if (image.getAttribute('src') !== address) image.src = address;
    frame.replaceChildren(image, badge, ...tools());
  };
  const showNote = (sentence: string) => {
    const note = document.createElement('div');
    note.className = 'picture-note';
    note.textContent = sentence;
    frame.replaceChildren(note, ...tools());
  };
  image.onload = () => {
    misses = 0;
  };
  image.onerror = () => {
    if (!srcNow().startsWith(IMAGE_PATH)) return showNote(words.unknown);
    showNote(words.onItsWay);
    const delayMs = LOOK_AGAIN_MS[Math.min(misses, LOOK_AGAIN_MS.length - 1)];
    misses++;
    timer = setTimeout(() => {
      image.removeAttribute('src');
      look();
    }, delayMs);
  };
  const forget = imageStates.subscribe(look);
  window.addEventListener('online', look);
  const load = () => {
    misses = 0;
    look();
  };
  const close = () => {
    clearTimeout(timer);
    forget();
    window.removeEventListener('online', look);
  };
  return { image, load, close };
}

/** A sentence instead of an image; null when it may be loaded. */
function whyNotLoaded(src: string): string | null {
  if (!isSafeImage(src)) return words.unknown;
  if (src.startsWith(IMAGE_PATH) || src.startsWith('data:')) return null;
  const url = URL.canParse(src, window.location.href) ? new URL(src, window.location.href) : null;
  if (url === null) return words.unknown;
  return url.origin === window.location.origin ? words.unknown : words.elsewhere(url.host);
}

function badgeOf(state: ImageState | undefined): string {
  switch (state?.phase) {
    case 'waiting':
      return words.waiting;
    case 'sending':
      return words.sending(Math.round(state.sent * 100));
    case 'refused':
      return words.refused;
    default:
      return '';
  }
}
