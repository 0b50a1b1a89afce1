/** A line to a server that carries what it is allowed to: somebody far away, without waiting for real time. */

import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

export class SlowLine {
  readonly #server: Server;
  #allowance = 0;
  #waiting: Buffer[] = [];
  #downstream: Socket | null = null;
  #upstream: Socket | null = null;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** To the server at `port`; one connection at a time. */
  static async to(port: number): Promise<SlowLine> {
    const server = createServer();
    const line = new SlowLine(server);
    server.on('connection', (downstream) => {
      const upstream = connect(port, '127.0.0.1');
      line.#downstream = downstream;
      line.#upstream = upstream;
      downstream.on('data', (chunk) => upstream.write(chunk));
      upstream.on('data', (chunk) => {
        line.#waiting.push(chunk);
        upstream.pause();
        line.#carry();
      });
      for (const [one, other] of [
        [downstream, upstream],
        [upstream, downstream],
      ] as const) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return line;
  }

  get origin(): string {
    return `ws://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Everything it was allowed to carry has gone. */
  get isSpent(): boolean {
    return this.#allowance === 0;
  }

  /** Carries so many bytes more from the server. */
  lets(bytes: number): void {
    this.#allowance += bytes;
    this.#carry();
  }

  async close(): Promise<void> {
    this.#downstream?.destroy();
    this.#upstream?.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #carry(): void {
    while (this.#allowance > 0) {
      const next = this.#waiting.shift();
      if (next === undefined) {
        this.#upstream?.resume();
        return;
      }
      const part = next.subarray(0, this.#allowance);
      this.#allowance -= part.length;
      this.#downstream?.write(part);
      if (part.length < next.length) this.#waiting.unshift(next.subarray(part.length));
    }
  }
}
