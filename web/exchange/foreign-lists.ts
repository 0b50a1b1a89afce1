/**
 * Lists as other programs write them: sub-lists that stand between the items instead of in them, and tasks in half a
 * dozen spellings.
 */

/** Puts lists into the items they belong to, and makes task lists of items that begin with a box. */
export function mendLists(body: HTMLElement): void {
  for (const list of [...body.querySelectorAll('ul > ul, ul > ol, ol > ul, ol > ol')]) moveIntoItem(list);
  for (const list of [...body.querySelectorAll('ul, ol')]) mendTasks(list);
  for (const quote of [...body.querySelectorAll('blockquote')]) mendAlert(quote);
  for (const details of [...body.querySelectorAll('details')]) mendDetails(details);
}

function moveIntoItem(list: Element): void {
  const before = list.previousElementSibling;
  if (before?.tagName === 'LI') {
    before.append(list);
    return;
  }
  const item = list.ownerDocument.createElement('li');
  list.before(item);
  item.append(list);
}

function mendTasks(list: Element): void {
  if (list.getAttribute('data-type') === 'taskList') return;
  const items = [...list.children].filter(({ tagName }) => tagName === 'LI');
  const boxes = items.map(takeBox);
  if (items.length === 0 || boxes.every((box) => box === null)) return;
  const tasks = list.tagName === 'UL' ? list : list.ownerDocument.createElement('ul');
  if (tasks !== list) {
    tasks.append(...list.childNodes);
    list.replaceWith(tasks);
  }
  tasks.setAttribute('data-type', 'taskList');
  items.forEach((item, index) => {
    item.setAttribute('data-type', 'taskItem');
    item.setAttribute('data-checked', String(boxes[index] === true));
  });
}

/** Whether an item's box is ticked, and takes the box out; null where there is none. */
function takeBox(item: Element): boolean | null {
  const input = item.querySelector('input[type="checkbox"]');
  if (input !== null && input.closest('li') === item) {
    input.remove();
    return input.hasAttribute('checked');
  }
  const notion = item.querySelector('.checkbox');
  if (notion !== null && notion.closest('li') === item) {
    notion.remove();
    return notion.classList.contains('checkbox-on');
  }
  if (item.getAttribute('role') === 'checkbox') {
    for (const image of [...item.querySelectorAll('img')]) image.remove();
    return item.getAttribute('aria-checked') === 'true';
  }
  return takeWrittenBox(item);
}

/** `[x] `, `[ ] `, or one of the box characters. */
function takeWrittenBox(item: Element): boolean | null {
  const first = firstText(item);
  const [box, sign = ''] = /^\s*(?:\[([ xX])\]|([☐☑☒✅]))[\s\u00a0]+/u.exec(first?.data ?? '') ?? [];
  if (first === null || box === undefined) return null;
  const ticked = sign === '' ? !box.includes('☐') : sign !== ' ';
  first.data = first.data.slice(box.length);
  return ticked;
}

function firstText(node: Node): Text | null {
  for (const child of node.childNodes) {
    if (child.nodeType === 3 && (child as Text).data.trim() !== '') return child as Text;
    if (child.nodeType === 1 && /^(?:UL|OL)$/.test((child as Element).tagName)) return null;
    const inside = firstText(child);
    if (inside !== null) return inside;
  }
  return null;
}

const ALERT = /^\s*\[!(note|tip|important|warning|caution)\][ \t]*\n?/i;

/** GitHub's alerts: a quote that begins with `[!NOTE]`. */
function mendAlert(quote: Element): void {
  const first = firstText(quote);
  const [sign, kind] = ALERT.exec(first?.data ?? '') ?? [];
  if (first === null || sign === undefined || kind === undefined) return;
  first.data = first.data.slice(sign.length);
  const paragraph = first.parentElement;
  if (first.data === '' && paragraph !== null && paragraph !== quote) {
    first.remove();
    if (paragraph.firstElementChild?.tagName === 'BR') paragraph.firstElementChild.remove();
    if (paragraph.childNodes.length === 0) paragraph.remove();
  }
  const callout = quote.ownerDocument.createElement('aside');
  callout.setAttribute('data-type', 'callout');
  callout.setAttribute('data-kind', kind.toLowerCase());
  callout.append(...quote.childNodes);
  quote.replaceWith(callout);
}

/** What follows a summary, in the element the schema wants it in. */
function mendDetails(details: Element): void {
  if (details.querySelector(':scope > [data-type="detailsContent"]') !== null) return;
  const { ownerDocument } = details;
  let summary = details.querySelector(':scope > summary');
  if (summary === null) {
    summary = ownerDocument.createElement('summary');
    details.prepend(summary);
  }
  const content = ownerDocument.createElement('div');
  content.setAttribute('data-type', 'detailsContent');
  for (const child of [...details.childNodes]) if (child !== summary) content.append(child);
  details.replaceChildren(summary, content);
}
