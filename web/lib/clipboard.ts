/** Copying text by a press. */

/**
 * Pages that came without TLS, from a server in the house for instance, have no `navigator.clipboard`, and some people
 * forbid it: then the older way is taken, which moves neither focus nor selection.
 *
 * @returns whether it was copied.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyByCommand(text);
  }
}

function copyByCommand(text: string): boolean {
  let isCopied = false;
  const copy = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    // The editor would copy what is selected in it.
    event.stopImmediatePropagation();
    isCopied = event.clipboardData !== null;
  };
  window.addEventListener('copy', copy, { capture: true });
  try {
    return document.execCommand('copy') && isCopied;
  } catch {
    return false;
  } finally {
    window.removeEventListener('copy', copy, { capture: true });
  }
}
