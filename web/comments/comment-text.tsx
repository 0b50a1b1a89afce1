/** What somebody wrote in a comment: plain text with its line breaks, and addresses in it as links. Never HTML. */

import { isAllowedAddress } from '../editor/links/addresses.ts';

/** Without what ends the sentence around it. */
const ADDRESS = /https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]}…]/gu;

export type Piece = { readonly kind: 'text' | 'link'; readonly text: string };

export function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: address, index } of text.matchAll(ADDRESS)) {
    if (!isAllowedAddress(address)) continue;
    if (index > end) pieces.push({ kind: 'text', text: text.slice(end, index) });
    pieces.push({ kind: 'link', text: address });
    end = index + address.length;
  }
  if (end < text.length) pieces.push({ kind: 'text', text: text.slice(end) });
  return pieces;
}

export function CommentText({ text }: { readonly text: string }) {
  const pieces = piecesOf(text).map((piece, place) => ({ ...piece, key: `${place} ${piece.kind}` }));
  return (
    <p className="comment-text" dir="auto">
      {pieces.map(({ kind, key, text: said }) =>
        kind === 'text' ? (
          said
        ) : (
          <a key={key} href={said} target="_blank" rel="noopener noreferrer nofollow">
            {said}
          </a>
        ),
      )}
    </p>
  );
}
