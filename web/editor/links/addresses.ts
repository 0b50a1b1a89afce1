/** Which addresses may be linked. Everything else (`javascript:`, `data:`, `file:` ...) never reaches the page. */

const ALLOWED_PROTOCOLS: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** Whether `address` is an absolute address of an allowed kind. */
export function isAllowedAddress(address: unknown): address is string {
  if (typeof address !== 'string') return false;
  const url = URL.canParse(address) ? new URL(address) : null;
  return url !== null && ALLOWED_PROTOCOLS.has(url.protocol);
}

/** What a person typed, as an address: adds `https://` or `mailto:` where it was left out; null when not allowed. */
export function addressFrom(typed: string): string | null {
  const trimmed = typed.trim();
  if (trimmed === '') return null;
  if (isAllowedAddress(trimmed)) return trimmed;
  if (/^[^\s@/]+@[^\s@/]+\.[^\s@/]+$/.test(trimmed)) return `mailto:${trimmed}`;
  const completed = `https://${trimmed}`;
  const looksLikeHost =
    /^[^\s/:?#]+\.[^\s/:?#]+(?::\d+)?(?:[/?#]\S*)?$/.test(trimmed) || /^localhost(?::\d+)?(?:\/\S*)?$/.test(trimmed);
  return looksLikeHost && isAllowedAddress(completed) ? completed : null;
}
