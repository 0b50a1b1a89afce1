/** Whether an earlier visit left comments that wait for the server. Apart and small: every page asks. */

const FLAG = 'scriptorium/comments-waiting';

export const leftComments = {
  get are(): boolean {
    try {
      return localStorage.getItem(FLAG) !== null;
    } catch {
      return false;
    }
  },

  note(isWaiting: boolean): void {
    try {
      if (isWaiting) localStorage.setItem(FLAG, '1');
      else localStorage.removeItem(FLAG);
    } catch {
      // A browser that keeps nothing keeps no comments either.
    }
  },
};
