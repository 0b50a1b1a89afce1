/**
 * Passwords: hashed with scrypt at the cost that OWASP gives for 32 MB, and compared in constant time. What is kept says
 * how it was made, so that the cost can rise without anybody choosing a new one.
 *
 *   scrypt:N:r:p:salt:hash     salt and hash as base64url
 *
 * What always holds: a check takes as long for somebody who is not there as for somebody who is; never more than
 * PASSWORD_HASHES_MAX run at once, so that the pool of threads has some left for the disk.
 */

import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import { PASSWORD_HASHES_MAX, PASSWORD_WAITING_MAX } from '../contract/limits.ts';

export interface PasswordCost {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** See docs/decisions/0014-accounts.md. */
const PASSWORD_COST: PasswordCost = { N: 2 ** 15, r: 8, p: 3 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Too many wait for their turn. */
export class PasswordsBusyError extends Error {}

export class Passwords {
  readonly #cost: PasswordCost;
  /** What somebody who is not there is checked against. */
  readonly #nobodys: string;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(cost: PasswordCost = PASSWORD_COST) {
    this.#cost = cost;
    const filling = (bytes: number) => randomBytes(bytes).toString('base64url');
    this.#nobodys = spelled(cost, filling(SALT_BYTES), filling(HASH_BYTES));
  }

  /** @throws PasswordsBusyError */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(password, salt, this.#cost);
    return spelled(this.#cost, salt.toString('base64url'), hash.toString('base64url'));
  }

  /** @param kept null for somebody who is not there, or has none. @throws PasswordsBusyError */
  async matches(password: string, kept: string | null): Promise<boolean> {
    const [, N, r, p, salt = '', expected = ''] = (kept ?? this.#nobodys).split(':');
    const cost = { N: Number(N), r: Number(r), p: Number(p) };
    const hash = await this.#derive(password, Buffer.from(salt, 'base64url'), cost);
    const isSame = timingSafeEqual(hash, Buffer.from(expected, 'base64url'));
    return isSame && kept !== null;
  }

  async #derive(password: string, salt: Buffer, { N, r, p }: PasswordCost): Promise<Buffer> {
    await this.#turn();
    try {
      // Twice what it needs: OpenSSL counts more than the blocks.
      return await derived(password.normalize('NFKC'), salt, { N, r, p, maxmem: 2 * 128 * N * r });
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < PASSWORD_HASHES_MAX) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= PASSWORD_WAITING_MAX) throw new PasswordsBusyError();
    // Whoever is done hands its turn on.
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}

function derived(password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}

function spelled({ N, r, p }: PasswordCost, salt: string, hash: string): string {
  return ['scrypt', N, r, p, salt, hash].join(':');
}
