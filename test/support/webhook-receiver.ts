/** Somebody's program that is told of what happens to documents. */

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './until.ts';

export interface ReceivedMessage {
  readonly id: string;
  readonly timestamp: string;
  readonly signature: string;
  readonly body: string;
  readonly type: string;
  readonly documentId: string;
}

export class WebhookReceiver {
  readonly received: ReceivedMessage[] = [];
  /** What it answers; null for nothing at all. */
  status: number | null = 204;
  /** Sent with the answer. */
  headers: Readonly<Record<string, string>> = {};
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async listens(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', async (request, response) => {
      const parts: Buffer[] = [];
      for await (const part of request) parts.push(part);
      const body = Buffer.concat(parts).toString();
      const { type, data } = JSON.parse(body);
      const said = (name: string) => String(request.headers[`webhook-${name}`]);
      receiver.received.push({
        ...{ id: said('id'), timestamp: said('timestamp'), signature: said('signature'), body, type },
        documentId: data.id,
      });
      if (receiver.status !== null) response.writeHead(receiver.status, { ...receiver.headers }).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  async hears(type: string, documentId: string): Promise<ReceivedMessage> {
    const find = () => this.received.find((message) => message.type === type && message.documentId === documentId);
    await until(() => find() !== undefined, `it hears ${type} of ${documentId}`, 30_000);
    return find() as ReceivedMessage;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
