/** The documents that editors are measured with: paragraphs of twenty words, one in twenty bold. */

import * as Y from 'yjs';
import { importDocument } from '../../../server/contract/document/import.ts';
import { BODY } from '../../../server/contract/document/names.ts';
import type { TreeNode } from '../../../server/contract/document/tree.ts';

/** What a document consists of. */
export interface Sample {
  readonly paragraphs: number;
  /** `list`: one bullet list, each paragraph an item of it. */
  readonly shape: 'paragraphs' | 'list';
  /** Yjs items the flat document is cut into by earlier edits; 0 for one that was just imported. */
  readonly items: number;
}

const WORDS_A_PARAGRAPH = 20;
const BOLD_EVERY = 20;

/** A tree in ProseMirror's JSON shape. */
export function sampleTree({ paragraphs, shape }: Sample): TreeNode {
  const blocks = Array.from({ length: paragraphs }, (_, n) => sampleParagraph(n));
  if (shape === 'paragraphs') return { type: 'doc', content: blocks };
  const items = blocks.map((block) => ({ type: 'listItem', content: [block] }));
  return { type: 'doc', content: [{ type: 'bulletList', content: items }] };
}

function sampleParagraph(n: number): TreeNode {
  const words = Array.from({ length: WORDS_A_PARAGRAPH }, (_, k) => `word${(n * 7 + k * 13) % 997}`);
  const bold = (n % BOLD_EVERY) % WORDS_A_PARAGRAPH;
  const text = (part: readonly string[]) => part.map((word) => `${word} `).join('');
  return {
    type: 'paragraph',
    content: [
      { type: 'text', text: `${n} ${text(words.slice(0, bold))}` },
      { type: 'text', text: text(words.slice(bold, bold + 1)), marks: [{ type: 'bold' }] },
      ...(bold + 1 < WORDS_A_PARAGRAPH ? [{ type: 'text', text: text(words.slice(bold + 1)) }] : []),
    ],
  };
}

/** The same as one update of the flat model. */
export function flatUpdate(sample: Sample): Uint8Array {
  const imported = importDocument(sampleTree(sample), { clientId: 1, newId: () => 'sample' });
  return sample.items > 0 ? cutUp(imported, sample.items) : imported;
}

/** The document after so many small edits all over it that it consists of about `items` Yjs items. */
function cutUp(imported: Uint8Array, items: number): Uint8Array {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, imported);
  const body = doc.getText(BODY);
  const step = Math.floor(body.length / (items / 2));
  // A character in the middle of a run makes three items of one. One delta: each edit by itself walks the whole text.
  const edits = Array.from({ length: items / 2 }, () => [{ retain: step }, { insert: 'x', attributes: {} }]);
  body.applyDelta(edits.flat());
  return Y.encodeStateAsUpdate(doc);
}
