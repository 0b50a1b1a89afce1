/** An editor that meets something it cannot show. */

import type { Person } from './person.ts';

interface DrawnNode {
  readonly node: object;
  update(node: object, ...rest: readonly unknown[]): boolean;
}

/** From now on no change of the text can be drawn. */
export async function breaksItsEditor(person: Person): Promise<void> {
  await person.editor.evaluate(breaks);
}

/** Runs in the page. */
function breaks(element: HTMLElement): void {
  const { docView } = (element as unknown as { readonly editor: { readonly view: { readonly docView: DrawnNode } } })
    .editor.view;
  const update = docView.update.bind(docView);
  docView.update = (node, ...rest) => {
    if (node !== docView.node) throw new Error('This cannot be drawn.');
    return update(node, ...rest);
  };
}
