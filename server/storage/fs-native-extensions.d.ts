/** The one function of fs-native-extensions that is used here; the package brings no types. */
declare module 'fs-native-extensions' {
  /** Takes an exclusive lock of the open file description; false when somebody else has it. */
  export function tryLock(descriptor: number): boolean;
}
