/** Whether this is a phone, or a window as narrow: what opens there is a sheet at its foot. As in the styles. */
export function isNarrow(): boolean {
  return matchMedia('(max-width: 640px)').matches;
}
