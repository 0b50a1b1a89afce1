/**
 * The few words of a structured logger that this server uses; pino satisfies it. Fields carry ids and counts,
 * never a document's contents and never a token.
 */
export interface Logger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** For command-line tools and tests that judge by results. */
export const silentLogger: Logger = { info() {}, warn() {}, error() {} };
