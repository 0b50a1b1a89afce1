/** Every setting: read from the environment, checked at start, refused with a sentence. Nothing else reads `process.env`. */

import { z } from 'zod';
import { failed, ok, type Result } from './lib/result.ts';

export interface Config {
  readonly host: string;
  /** 0 lets the system choose a free one. */
  readonly port: number;
  readonly dataDirectory: string;
  readonly allowedOrigins: readonly string[];
  readonly isLoopback: boolean;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
}

interface Setting {
  readonly name: string;
  readonly fallback: string;
  readonly meaning: string;
}

/** In the order `--help` lists them. */
export const SETTINGS: readonly Setting[] = [
  { name: 'HOST', fallback: '127.0.0.1', meaning: 'Address to listen on; 0.0.0.0 for all.' },
  { name: 'PORT', fallback: '8080', meaning: 'Port for page, API and WebSocket; 0 for any free one.' },
  { name: 'DATA_DIR', fallback: './data', meaning: 'Where documents are kept; one server at a time.' },
  {
    name: 'ACCESS',
    fallback: 'open on a loopback HOST',
    meaning: 'open: whoever reaches the server reads and writes everything. Must be said on any other HOST.',
  },
  {
    name: 'ALLOWED_ORIGINS',
    fallback: '(only the server itself)',
    meaning: 'Further origins whose pages may connect, e.g. https://docs.example.org; commas between.',
  },
  { name: 'LOG_LEVEL', fallback: 'warn', meaning: 'debug, info, warn, error or silent; JSON lines on standard error.' },
];

const LOOPBACK_HOSTS: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '::1']);

const environmentSchema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number('PORT must be a number').int().min(0).max(65_535).default(8080),
  DATA_DIR: z.string().min(1).default('./data'),
  ACCESS: z.enum(['open'], 'ACCESS must be "open"').optional(),
  ALLOWED_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter((origin) => origin !== ''),
    )
    .refine((origins) => origins.every(isOrigin), 'ALLOWED_ORIGINS takes origins such as https://docs.example.org'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('warn'),
});

/** Reads the process's own environment. */
export function readConfig(): Result<Config, string> {
  return parseConfig(process.env);
}

/** @returns the settings, or one sentence that names the setting and says what to do. */
export function parseConfig(environment: Readonly<Record<string, string | undefined>>): Result<Config, string> {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) return failed(sentenceOf(parsed.error));
  const { HOST, PORT, DATA_DIR, ACCESS, ALLOWED_ORIGINS, LOG_LEVEL } = parsed.data;
  const isLoopback = LOOPBACK_HOSTS.has(HOST);
  if (!isLoopback && ACCESS === undefined) {
    return failed(
      `HOST=${HOST} can be reached from other machines. Set ACCESS=open to let everybody who reaches it read and ` +
        'write every document, or leave HOST at 127.0.0.1.',
    );
  }
  return ok({
    host: HOST,
    port: PORT,
    dataDirectory: DATA_DIR,
    allowedOrigins: ALLOWED_ORIGINS,
    isLoopback,
    logLevel: LOG_LEVEL,
  });
}

function isOrigin(text: string): boolean {
  return URL.canParse(text) && new URL(text).origin === text;
}

function sentenceOf(error: z.ZodError): string {
  return error.issues.map(({ path, message }) => `Setting ${path.join('.')}: ${message}.`).join(' ');
}
