/**
 * Images elsewhere stand in a line like a character; here they are blocks with a caption. So a paragraph with an image
 * in it is parted around it, and a line that hangs on an image becomes its caption.
 */

export function liftImages(body: HTMLElement): void {
  for (const block of [...body.querySelectorAll('p, h1, h2, h3, h4')]) {
    if (block.querySelector('img') === null || block.closest('figcaption') !== null) continue;
    block.replaceWith(...withCaptions(partsOf(block)));
  }
}

/** The block without its images, and each image, in their order. */
function partsOf(block: Element): Element[] {
  const parts: Element[] = [];
  let text: Element | null = null;
  for (const child of [...block.childNodes]) {
    const images = imagesIn(child);
    if (images.length > 0) {
      parts.push(...images);
      text = null;
      continue;
    }
    if (text === null) {
      text = block.cloneNode(false) as Element;
      parts.push(text);
    }
    text.append(child);
  }
  return parts.filter((part) => part.tagName === 'IMG' || part.textContent?.trim() !== '');
}

/** The images in a node that has nothing else to say (a link around one); none where there are words, too. */
function imagesIn(node: Node): Element[] {
  if (node.nodeType !== 1) return [];
  const element = node as Element;
  return element.tagName === 'IMG' ? [element] : [...element.querySelectorAll('img')];
}

function withCaptions(parts: readonly Element[]): Element[] {
  const result: Element[] = [];
  for (const part of parts) {
    const image = result.at(-1);
    if (
      part.firstElementChild?.tagName === 'BR' &&
      part.firstChild === part.firstElementChild &&
      image?.tagName === 'IMG'
    ) {
      result[result.length - 1] = figureOf(image, part);
    } else {
      result.push(part);
    }
  }
  return result;
}

function figureOf(image: Element, caption: Element): Element {
  const { ownerDocument } = image;
  caption.firstElementChild?.remove();
  const first = caption.firstChild;
  if (first?.nodeType === 3) (first as Text).data = (first as Text).data.replace(/^\s+/, '');
  const figure = ownerDocument.createElement('figure');
  const words = ownerDocument.createElement('figcaption');
  words.append(...caption.childNodes);
  figure.append(image, words);
  return figure;
}
