/** Whether a text is JSON, said in words that hold nothing of the text: JSON.parse quotes it, and refusals are logged (R13). */

/** @throws Error when it is not. */
export function checkJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new Error('text that is not JSON');
  }
}
