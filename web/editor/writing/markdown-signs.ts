/** Whether plain text is clearly meant as Markdown: a person who pastes a sentence with an asterisk wants it as it is. */

/** Signs that are hardly ever written by chance. */
const CERTAIN: readonly RegExp[] = [
  /^ {0,3}(?:```|~~~)[^\n]*\n[\s\S]*?^ {0,3}(?:```|~~~)[ \t]*$/m,
  /^ {0,3}\|?[ \t]*:?-{3,}:?[ \t]*\|[ \t|:-]*$/m,
  /^ {0,3}[-*+] \[[ xX]\] \S/m,
  /\[[^\]\n]+\]\((?:https?:\/\/|mailto:|\/)[^)\s]+\)/,
  /^ {0,3}#{1,6} \S[^\n]*\n+(?:[^\n]*\n)*? {0,3}\S/m,
];

/** Signs of which two kinds, or two lines, make it likely. */
const LIKELY: readonly RegExp[] = [
  /^ {0,3}#{1,6} \S/gm,
  /^ {0,3}[-*+] \S/gm,
  /^ {0,3}\d{1,3}[.)] \S/gm,
  /^ {0,3}> \S/gm,
  /(?<![*\w])\*\*[^\s*][^*\n]*\*\*(?![*\w])/g,
  /(?<![`\w])`[^`\n]+`(?![`\w])/g,
];

/** Pasted into a text of its own it would be formatted. */
export function looksLikeMarkdown(pasted: string): boolean {
  const head = pasted.slice(0, 20_000);
  if (CERTAIN.some((sign) => sign.test(head))) return true;
  const counts = LIKELY.map((sign) => head.match(sign)?.length ?? 0);
  return counts.filter((count) => count > 0).length >= 2 || counts.slice(1, 4).some((count) => count >= 2);
}
