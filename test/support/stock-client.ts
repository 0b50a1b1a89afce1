/** Somebody with the stock y-websocket client and a text of their own; knows nothing of this project. */

import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { ServerProcess } from './server-process.ts';
import { until } from './until.ts';

export class StockClient {
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  /** How often it has been connected so far. */
  connects = 0;
  /** The close codes it was given, in order. */
  readonly closeCodes: number[] = [];

  private constructor(url: string, id: string, params: Readonly<Record<string, string>>) {
    this.provider = new WebsocketProvider(url, id, this.doc, {
      params: { ...params },
      WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
      disableBc: true,
    });
    this.provider.on('status', ({ status }) => {
      if (status === 'connected') this.connects += 1;
    });
    this.provider.on('connection-close', (event) => {
      if (event) this.closeCodes.push(event.code);
    });
  }

  /** @param params what it adds to the address, as an application that embeds it would. */
  static opens(
    server: Pick<ServerProcess, 'syncUrl'>,
    id: string,
    params: Readonly<Record<string, string>> = {},
  ): StockClient {
    return new StockClient(server.syncUrl, id, params);
  }

  get text(): string {
    return this.#content.toString();
  }

  types(text: string): void {
    this.#content.insert(this.#content.length, text);
  }

  calls(name: string): void {
    this.provider.awareness.setLocalStateField('user', { name });
  }

  /** The names of everybody it sees, its own included. */
  get names(): readonly string[] {
    return [...this.provider.awareness.getStates().values()].map(({ user }) => user?.name).sort();
  }

  async isSynced(): Promise<void> {
    await until(() => this.provider.synced, 'it is synced');
  }

  async sees(text: string): Promise<void> {
    await until(
      () => this.text === text,
      () => `it sees "${text}" (sees "${this.text}")`,
    );
  }

  async seesPeople(...names: readonly string[]): Promise<void> {
    await until(
      () => this.names.join() === names.join(),
      () => `it sees ${names.join()} (sees ${this.names.join()})`,
    );
  }

  leaves(): void {
    this.provider.destroy();
    this.doc.destroy();
  }

  get #content(): Y.Text {
    return this.doc.getText('content');
  }
}
