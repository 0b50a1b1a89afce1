/** The crowd types: at a rate, or as fast as its updates come back; then everything sent is waited for. */

import { percentile } from '../report.ts';
import type { TypeParameters, TypeResult } from './commands.ts';
import type { Crowd, Person } from './crowd.ts';
import { markerAgeMs, markerNow } from './markers.ts';
import { atRate, repeat, whileGrowing } from './pacing.ts';

/** Of so many deliveries the time of one is taken. */
const SAMPLE = 16;
/** A server that has delivered nothing for so long has lost what is missing. */
const SILENCE_MS = 10_000;

export async function type(crowd: Crowd, { seconds, pace, untilCut = false }: TypeParameters): Promise<TypeResult> {
  const before = { sent: crowd.sent(), delivered: crowd.delivered };
  const startedAt = performance.now();
  const isCut = () => untilCut && crowd.closed().length > 0;
  const times: number[] = [];
  let onDelivered = (_person: Person, _writer: number) => {};
  crowd.onMarker = (person, writer, bytes, sentAt) => {
    if (crowd.delivered % SAMPLE === 0) times.push(markerAgeMs(bytes, sentAt, markerNow()));
    onDelivered(person, writer);
  };
  if (pace.kind === 'window') {
    const isOver = () => performance.now() - startedAt >= seconds * 1000 || isCut();
    onDelivered = openWindows(crowd, pace.updates, isOver);
    await repeat(5, isOver);
  } else {
    const { writers } = crowd;
    await atRate({ seconds, perSecond: pace.perSecond, isOver: isCut }, (count) => {
      typeNext(writers[count % writers.length] as Person);
    });
  }
  const isThere = () => crowd.delivered >= crowd.expected() || isCut();
  if (!isCut()) await whileGrowing(SILENCE_MS, isThere, () => crowd.delivered);
  crowd.onMarker = null;
  return {
    sent: crowd.sent() - before.sent,
    delivered: crowd.delivered - before.delivered,
    missing: crowd.expected() - crowd.delivered,
    repeated: crowd.repeated(),
    p50Ms: percentile(times, 0.5),
    p99Ms: percentile(times, 0.99),
    elapsedMs: performance.now() - startedAt,
  };
}

export function typeNext({ client, typist }: Person): void {
  if (typist !== null) client.sendUpdate(typist.type());
}

/**
 * Every writer sends `updates`, and one more whenever its witness, the next person in the document, has one of them.
 *
 * @returns what is to be called with each delivery.
 */
function openWindows(crowd: Crowd, updates: number, isOver: () => boolean): (person: Person, writer: number) => void {
  const authors = new Map(crowd.writers.map((author) => [author.writer, author]));
  for (const author of crowd.writers) for (let count = 0; count < updates; count++) typeNext(author);
  return (person, writer) => {
    const author = authors.get(writer);
    if (author !== undefined && person === crowd.witnessOf(author) && !isOver()) typeNext(author);
  };
}
