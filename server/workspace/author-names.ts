/**
 * What people without an account are called, by how the log names them, so that the history and the lists can say more
 * than that it was somebody. In open access it is their own word, for which nobody vouches.
 *
 * What always holds: a name is on the disk when its promise resolves; there are at most AUTHOR_NAMES_MAX of them, and
 * whoever has one may change it.
 */

import { z } from 'zod';
import { AUTHOR_NAMES_MAX } from '../contract/limits.ts';
import { partOf } from './catalogue-rows.ts';
import { keyOf, type Table, type Workspace } from './workspace.ts';

const nameSchema = z.object({ name: z.string() }).readonly();
const countSchema = z.object({ count: z.number() }).readonly();

const ALL = 'all';

export class AuthorNames {
  readonly #workspace: Workspace;
  readonly #names: Table<z.infer<typeof nameSchema>>;
  readonly #counts: Table<z.infer<typeof countSchema>>;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
    this.#names = workspace.table('author-name', nameSchema);
    this.#counts = workspace.table('author-names', countSchema);
  }

  /** Null for whoever never said one. @param author as the log names them. */
  of(author: string): string | null {
    return this.#names.get(keyOf(partOf(author)))?.name ?? null;
  }

  /** @param name fit to be shown, not empty. @returns false when there are as many as there may be. */
  keep(author: string, name: string): Promise<boolean> {
    return this.#workspace.change(() => {
      const known = this.of(author);
      if (known === name) return [[], true];
      const put = this.#names.put(keyOf(partOf(author)), { name });
      if (known !== null) return [[put], true];
      const count = this.#counts.get(ALL)?.count ?? 0;
      if (count >= AUTHOR_NAMES_MAX) return [[], false];
      return [[put, this.#counts.put(ALL, { count: count + 1 })], true];
    });
  }
}
