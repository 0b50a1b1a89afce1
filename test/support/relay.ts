/**
 * A person's own network cable: a TCP relay between a browser (or any client) and the server. It keeps its port, so
 * that the page's origin, its service worker and its local copy survive every outage. Browsers' own offline switches
 * do not cut an open WebSocket; this does.
 */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

type Condition =
  | { readonly kind: 'open'; readonly delayMs: number }
  /** Every connection is reset and new ones are refused. */
  | { readonly kind: 'cut' }
  /** Connections stay open and nothing passes, as behind a pulled cable. */
  | { readonly kind: 'frozen' };

interface Pair {
  readonly near: Socket;
  readonly far: Socket;
}

export class Relay {
  readonly #server: Server;
  readonly #targetPort: () => number;
  readonly #pairs = new Set<Pair>();
  #condition: Condition = { kind: 'open', delayMs: 0 };

  private constructor(targetPort: () => number) {
    this.#targetPort = targetPort;
    this.#server = createServer((near) => this.#accept(near));
  }

  /** `targetPort` is asked at each connection, so that the server may move. */
  static async open(targetPort: () => number): Promise<Relay> {
    const relay = new Relay(targetPort);
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  cut(): void {
    this.#condition = { kind: 'cut' };
    this.#destroyPairs();
  }

  freeze(): void {
    this.#condition = { kind: 'frozen' };
    for (const { near, far } of this.#pairs) {
      near.pause();
      far.pause();
    }
  }

  /** Passes everything again; each chunk arrives `delayMs` later, in order. */
  restore(delayMs = 0): void {
    this.#condition = { kind: 'open', delayMs };
    for (const { near, far } of this.#pairs) {
      near.resume();
      far.resume();
    }
  }

  async close(): Promise<void> {
    if (!this.#server.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#destroyPairs();
    await closed;
  }

  #accept(near: Socket): void {
    near.on('error', () => near.destroy());
    if (this.#condition.kind === 'cut') {
      near.resetAndDestroy();
      return;
    }
    const pair = { near, far: connect(this.#targetPort(), '127.0.0.1') };
    pair.far.on('error', () => near.resetAndDestroy());
    this.#pairs.add(pair);
    this.#pass(pair.near, pair.far, pair);
    this.#pass(pair.far, pair.near, pair);
    if (this.#condition.kind === 'frozen') this.freeze();
  }

  #pass(from: Socket, to: Socket, pair: Pair): void {
    from.setNoDelay(true);
    from.on('data', (chunk) => this.#later(() => to.writable && to.write(chunk)));
    from.on('end', () => this.#later(() => to.end()));
    from.on('close', () => {
      this.#pairs.delete(pair);
      this.#later(() => to.end());
    });
  }

  #later(action: () => void): void {
    const { kind } = this.#condition;
    const delayMs = this.#condition.kind === 'open' ? this.#condition.delayMs : 0;
    if (kind === 'open' && delayMs > 0) setTimeout(action, delayMs);
    else action();
  }

  #destroyPairs(): void {
    for (const { near, far } of this.#pairs) {
      near.resetAndDestroy();
      far.resetAndDestroy();
    }
    this.#pairs.clear();
  }
}
