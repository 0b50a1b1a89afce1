/** The product's mark: an initial, and the caret of somebody who is writing it. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg className="mark" viewBox="0 0 64 64" width={size} height={size} aria-hidden="true">
      <rect className="mark-field" width="64" height="64" rx="14" />
      <path className="mark-initial" d="M40 21.5C37 17 22 16 22 25c0 8.5 18 5.5 18 14.500C40 49 23.5 48.5 20 42" />
      <path className="mark-caret" d="M48 15v34" />
    </svg>
  );
}
