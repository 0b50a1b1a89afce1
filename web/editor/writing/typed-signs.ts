/** What Tiptap's input rules make of typed signs: their plugins note it in the transaction. */

import type { EditorState, Transaction } from '@tiptap/pm/state';

export interface TypedSigns {
  readonly from: number;
  readonly to: number;
  /** The last sign: it has not been put in. */
  readonly text: string;
}

/** Null for any other transaction. */
export function typedSigns(transaction: Transaction, { plugins }: EditorState): TypedSigns | null {
  if (!transaction.docChanged) return null;
  for (const plugin of plugins) {
    const made =
      plugin.spec.isInputRules === true ? (transaction.getMeta(plugin) as TypedSigns | undefined) : undefined;
    if (made) return made;
  }
  return null;
}
