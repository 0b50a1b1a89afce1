/**
 * Every WebSocket close code the server sends, what it means, what a person is told, and whether a client
 * should come back. The 44xx range means "do not come back": the stock y-websocket client stops for good on it.
 * Everything else is temporary and is retried with jitter.
 */

export interface CloseReason {
  readonly code: number;
  /** Short, stable, carried in the close frame; never contains internals. */
  readonly reason: string;
  /** One sentence for a person: what happened and what to do. */
  readonly sentence: string;
  /** Whether a client should try to connect again by itself. */
  readonly comeBack: boolean;
}

export const CLOSE = {
  restarting: {
    code: 1012,
    reason: 'restarting',
    sentence: 'The server is restarting. Your text is kept on this device and sent when it is back.',
    comeBack: true,
  },
  malformed: {
    code: 4400,
    reason: 'malformed frame',
    sentence: 'The server could not read what this page sent. Reload the page; your text is kept on this device.',
    comeBack: false,
  },
  signIn: {
    code: 4401,
    reason: 'sign in',
    sentence: 'Open this document from the application where you found it: the link there signs you in.',
    comeBack: false,
  },
  noAccess: {
    code: 4403,
    reason: 'no access',
    sentence: 'You do not have access to this document. Ask its owner to share it with you.',
    comeBack: false,
  },
  noSuchDocument: {
    code: 4404,
    reason: 'no such document',
    sentence: 'There is no document at this address. Check the link, or go home and create one.',
    comeBack: false,
  },
  clientIdConflict: {
    code: 4409,
    reason: 'client id conflict',
    sentence: 'This page must join again under a new identity. Reload it; your text is kept on this device.',
    comeBack: false,
  },
  tooLarge: {
    code: 4413,
    reason: 'too large',
    sentence:
      'This change is larger than the server accepts. Download a copy, and put its text into a new document in smaller parts.',
    comeBack: false,
  },
  clientTooOld: {
    code: 4426,
    reason: 'client too old',
    sentence: 'A newer version of the editor is needed for this document. Reload the page.',
    comeBack: false,
  },
  ourFault: {
    code: 4500,
    reason: 'internal error',
    sentence: 'The server made a mistake with this document. Your text is kept on this device; trying again.',
    comeBack: true,
  },
  storageFailing: {
    code: 4503,
    reason: 'storage failing',
    sentence: 'The server cannot write to its disk. Your text is kept on this device until it can.',
    comeBack: true,
  },
  tooSlow: {
    code: 4508,
    reason: 'too slow',
    sentence: 'This connection could not keep up and was closed. Trying again.',
    comeBack: true,
  },
  slowDown: {
    code: 4529,
    reason: 'slow down',
    sentence: 'Too much was sent at once. Trying again in a moment.',
    comeBack: true,
  },
} as const satisfies Readonly<Record<string, CloseReason>>;

const reasonsByCode: ReadonlyMap<number, CloseReason> = new Map(
  Object.values(CLOSE).map((reason) => [reason.code, reason]),
);

/** The reason behind a code this server sends; undefined for every other code (1006, a proxy's own ...). */
export function closeReasonOf(code: number): CloseReason | undefined {
  return reasonsByCode.get(code);
}

/** 4400 to 4499 is final; any other code, known or not, is worth another try. */
export function shouldComeBack(code: number): boolean {
  return code < 4400 || code > 4499;
}
