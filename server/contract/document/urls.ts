/**
 * Which addresses may stand in a document. Other people write them, so this is an allow-list: whatever is not on it
 * is kept in the document but neither shown nor exported.
 */

const LINK_SCHEMES: ReadonlySet<string> = new Set(['http', 'https', 'mailto', 'tel', 'sms', 'xmpp']);
const IMAGE_SCHEMES: ReadonlySet<string> = new Set(['http', 'https']);
const IMAGE_BYTES = /^data:image\/(?:png|jpeg|gif|webp|avif);base64,[A-Za-z0-9+/=]*$/i;

/** An address a link may point to: a listed scheme, or relative. */
export function isSafeLink(url: unknown): url is string {
  return typeof url === 'string' && url !== '' && hasScheme(url, LINK_SCHEMES);
}

/** An address an image may be loaded from: http(s), relative, or the bytes of a bitmap themselves. */
export function isSafeImage(url: unknown): url is string {
  return typeof url === 'string' && url !== '' && (IMAGE_BYTES.test(url) || hasScheme(url, IMAGE_SCHEMES));
}

function hasScheme(url: string, allowed: ReadonlySet<string>): boolean {
  // Browsers drop control characters and spaces before they look for the scheme: "java\nscript:" is one.
  const bare = Array.from(url)
    .filter((character) => character > ' ' && character !== '\u007f' && character !== '\u00a0')
    .join('');
  const scheme = /^([^/?#:]*):/.exec(bare)?.[1];
  return scheme === undefined || allowed.has(scheme.toLowerCase());
}
