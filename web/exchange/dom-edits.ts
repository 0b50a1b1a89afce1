/** Small changes to an inert document, and its styles as they were written. */

/** Puts the children of an element in its place. */
export function unwrap(element: Element): void {
  element.replaceWith(...element.childNodes);
}

/** The same element under another name. */
export function rename(element: Element, name: string): void {
  const renamed = element.ownerDocument.createElement(name);
  for (const { name: attribute, value } of [...element.attributes]) renamed.setAttribute(attribute, value);
  renamed.append(...element.childNodes);
  element.replaceWith(renamed);
}

/** The style as text: the browser's own reading drops what it does not know, `mso-` above all. */
export function styleOf(element: Element): string {
  return element.getAttribute('style') ?? '';
}
