/** A folder of its own for a workspace, which can be opened, closed and opened again as a restart does. */

import { silentLogger } from '../../server/lib/logger.ts';
import { Workspace } from '../../server/workspace/workspace.ts';
import { temporaryDirectory } from './temporary-directory.ts';

export class WorkspacePlace {
  /** The folder, which holds the workspace in `workspace/`. */
  readonly path: string;
  readonly #remove: () => Promise<void>;
  #open: Workspace | null = null;

  private constructor(path: string, remove: () => Promise<void>) {
    this.path = path;
    this.#remove = remove;
  }

  static async make(name: string): Promise<WorkspacePlace> {
    const { path, remove } = await temporaryDirectory(name);
    return new WorkspacePlace(path, remove);
  }

  get workspacePath(): string {
    return `${this.path}/workspace`;
  }

  /** Closes what is open before, so that the next one reads what was left on the disk. */
  async opens(): Promise<Workspace> {
    await this.closes();
    const opened = await Workspace.open(this.workspacePath, silentLogger);
    if (!opened.ok) throw new Error(opened.error);
    this.#open = opened.value;
    return opened.value;
  }

  async closes(): Promise<void> {
    await this.#open?.close();
    this.#open = null;
  }

  /** Idempotent. */
  async remove(): Promise<void> {
    await this.closes();
    await this.#remove();
  }
}
