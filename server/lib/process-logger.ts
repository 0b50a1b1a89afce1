/** The log of a process: JSON lines on standard error. */

import { type DestinationStream, pino } from 'pino';
import type { Logger } from './logger.ts';

/** @param destination standard error unless told. */
export function processLogger(level: string, destination: DestinationStream = pino.destination(2)): Logger {
  // Without it an error is written as {}: what it says is no property of its own.
  const serializers = { error: pino.stdSerializers.err };
  return pino({ level, serializers }, destination);
}
