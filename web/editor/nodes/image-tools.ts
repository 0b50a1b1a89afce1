/** The handle that changes an image's width, by pointer and by arrow keys, and the field for its description. */

import type { Node } from '@tiptap/pm/model';
import { text } from '../../ui/text.ts';

const WIDTH_MIN_PX = 48;
const STEP_PX = 16;

export interface ImageToolsParts {
  readonly dom: HTMLElement;
  readonly frame: HTMLElement;
  readonly image: HTMLImageElement;
  change(attributes: Readonly<Record<string, unknown>>): void;
  /** Back to the text. */
  leave(): void;
}

export interface ImageTools {
  readonly elements: readonly HTMLElement[];
  show(node: Node): void;
  /** Whether an event belongs to the tools and not to the text. */
  isOwn(event: Event): boolean;
}

export function imageTools({ dom, frame, image, change, leave }: ImageToolsParts): ImageTools {
  const bar = document.createElement('div');
  bar.className = 'picture-tools';
  const alt = document.createElement('input');
  alt.placeholder = text.images.alt;
  alt.setAttribute('aria-label', text.images.altLabel);
  // At every key: nothing that is only in the field would outlive the page.
  alt.addEventListener('input', () => change({ alt: alt.value.trim() || null }));
  alt.addEventListener('keydown', (event) => {
    if ((event.key !== 'Enter' && event.key !== 'Escape') || event.isComposing) return;
    event.preventDefault();
    leave();
  });
  bar.append(alt);
  const handle = resizeHandle({ dom, frame, image, change, leave });
  return {
    elements: [bar, handle],
    show: ({ attrs }) => {
      const described = String(attrs.alt ?? '');
      if (alt.value.trim() !== described) alt.value = described;
    },
    isOwn: ({ target }) => target === alt || target === handle,
  };
}

function resizeHandle({ dom, frame, image, change, leave }: ImageToolsParts): HTMLElement {
  const handle = document.createElement('button');
  handle.type = 'button';
  handle.className = 'picture-handle';
  handle.setAttribute('aria-label', text.images.resize);
  const widest = () => dom.parentElement?.clientWidth ?? frame.clientWidth;
  const within = (width: number) => Math.round(Math.min(widest(), Math.max(WIDTH_MIN_PX, width)));

  handle.addEventListener('pointerdown', (down) => {
    down.preventDefault();
    handle.setPointerCapture(down.pointerId);
    dom.dataset.resizing = '';
    const width = image.clientWidth;
    const sign = getComputedStyle(dom).direction === 'rtl' ? -1 : 1;
    // The figure stays in the middle, so its edge moves half as far as its width.
    const moved = ({ clientX }: PointerEvent) => within(width + 2 * sign * (clientX - down.clientX));
    const move = (event: PointerEvent) => {
      image.style.width = `${moved(event)}px`;
    };
    const end = (event: PointerEvent) => {
      handle.removeEventListener('pointermove', move);
      delete dom.dataset.resizing;
      if (event.type === 'pointerup') change({ width: moved(event) });
      else image.style.width = `${width}px`;
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end, { once: true });
    handle.addEventListener('pointercancel', end, { once: true });
  });
  handle.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') leave();
    const step = event.key === 'ArrowRight' ? STEP_PX : event.key === 'ArrowLeft' ? -STEP_PX : 0;
    if (step === 0) return;
    event.preventDefault();
    change({ width: within(image.clientWidth + step) });
  });
  return handle;
}
