const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const DOCUMENT_ID_CHARACTERS = 21;

/** A new document's id: 126 random bits, so that it can be made offline and never meets another. */
export function newDocumentId(): string {
  return randomId(DOCUMENT_ID_CHARACTERS);
}

/** Of a table, row or column: unlike every other in its document, and short, because every cell's name has three. */
export function newTableId(): string {
  return randomId(10);
}

/** `characters` random characters that need no escaping in a URL. */
export function randomId(characters: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(characters));
  return Array.from(bytes, (byte) => ALPHABET.charAt(byte & 63)).join('');
}
