/** Files as a person would choose them in a dialog, without a disk. */

export function fileNamed(name: string, content: string | Buffer) {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}
