/** With what people of tests sign in, by their names. */

/** Long enough, and a different one for everybody. */
export function passwordOf(name: string): string {
  return `the secret of ${name}`;
}

export function emailOf(name: string): string {
  return `${name.toLowerCase()}@example.org`;
}
