/** What a scenario is, and the documents and acts that many of them share. */

import type { Token } from '../../../../server/contract/document/tokens.ts';
import type { TreeNode } from '../../../../server/contract/document/tree.ts';
import { moveBlock } from '../../../../web/editor/blocks/move-block.ts';
import type { Person } from '../../../support/people.ts';

export type Act = (person: Person) => void;

export interface Scenario {
  readonly name: string;
  readonly start?: readonly TreeNode[];
  /** The same as it is stored, for what no editor of this version writes. */
  readonly stored?: readonly Token[];
  readonly ann: Act;
  readonly bob: Act;
  /** What everybody sees in the end; several where the order of two things at one place is free. */
  readonly sees: readonly string[] | ReadonlyArray<readonly string[]>;
  /** What else everybody has in the end, as `shows` reads it. */
  readonly has?: unknown;
  readonly shows?: (person: Person) => unknown;
}

export const paragraph = (text: string): TreeNode => ({
  type: 'paragraph',
  ...(text === '' ? {} : { content: [{ type: 'text', text }] }),
});
export const node = (type: string, ...content: TreeNode[]): TreeNode => ({ type, content });
export const heading = (text: string): TreeNode => ({ ...paragraph(text), type: 'heading', attrs: { level: 2 } });

/** Where nothing else is said. */
export const THREE = [paragraph('alpha one'), paragraph('beta two'), paragraph('gamma three')];
export const LIST = [
  paragraph('before'),
  node(
    'bulletList',
    node('listItem', paragraph('milk')),
    node('listItem', paragraph('bread and butter')),
    node('listItem', paragraph('tea')),
  ),
  paragraph('after'),
];
export const QUOTE = [paragraph('before'), node('blockquote', paragraph('beta two')), paragraph('after')];

export const typesInBeta: Act = (bob) => void bob.goesTo('beta').types(' XYZ');
export const typesInBread: Act = (bob) => void bob.goesTo('bread').types(' XYZ');

export function deletesBlock(person: Person, text: string): void {
  person.goesTo(text);
  const { $from } = person.editor.state.selection;
  person.editor.view.dispatch(person.editor.state.tr.delete($from.before(1), $from.after(1)));
}

export function pastes(person: Person, content: readonly TreeNode[]): void {
  person.editor.commands.insertContent([...content] as never);
}

/** A block at its own level goes in front of another, as when it is dragged. */
export function drags(person: Person, text: string, before: string): void {
  const { tr, doc } = person.editor.state;
  const from = doc.resolve(person.find(text)).before();
  const moved = doc.nodeAt(from);
  if (moved === null) throw new Error(`${text} is nowhere`);
  tr.delete(from, from + moved.nodeSize);
  person.editor.view.dispatch(tr.insert(tr.mapping.map(doc.resolve(person.find(before)).before()), moved));
}

/** What the keys for moving a block do. */
export function moves(person: Person, direction: 'up' | 'down'): void {
  moveBlock(direction)(person.editor.state, (tr) => person.editor.view.dispatch(tr));
}
