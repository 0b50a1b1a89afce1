/**
 * Where connections come from, and how many from each address. Behind proxies that are trusted the address is the one
 * they name in X-Forwarded-For; anybody else may write into that header what they like.
 *
 * A loopback address is not counted: behind a proxy on this machine that was not declared it would be everybody.
 */

import type { IncomingMessage } from 'node:http';
import proxyAddress from '@fastify/proxy-addr';
import { Tally } from './tally.ts';

type IsTrusted = (address: string, index: number) => boolean;

/** @param proxies addresses and networks such as 10.0.0.0/8, or loopback. @throws Error when one cannot be read. */
export function trustedProxies(proxies: readonly string[]): IsTrusted {
  return proxyAddress.compile([...proxies]);
}

export function addressOf(request: IncomingMessage, isTrusted: IsTrusted): string {
  return proxyAddress(request, isTrusted) ?? '';
}

const isLoopback = trustedProxies(['loopback']);

/** Counts what is open by address, up to a maximum each. */
export class AddressBook {
  readonly #tally: Tally;

  constructor(max: number) {
    this.#tally = new Tally(max);
  }

  /** @returns false, and counts nothing, when this address has all that it may have. */
  enter(address: string): boolean {
    return isUncounted(address) || this.#tally.enter(address);
  }

  leave(address: string): void {
    if (!isUncounted(address)) this.#tally.leave(address);
  }

  /** Addresses that have something open. */
  get size(): number {
    return this.#tally.size;
  }
}

export function isUncounted(address: string): boolean {
  return address === '' || isLoopback(address, 0);
}
