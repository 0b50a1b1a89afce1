/** Every word a person reads in the history of a document, in German. */

import type { HistoryWords } from '../../history/words.ts';

export const germanHistory: HistoryWords = {
  label: 'Verlauf',
  close: 'Verlauf schließen',
  now: 'Jetzt',
  nowLead: 'Der Text, wie er ist',
  loading: 'Der Verlauf wird gelesen …',
  empty: 'Hier wurde noch nichts geschrieben.',
  more: 'Frühere Versionen zeigen',
  today: 'Heute',
  yesterday: 'Gestern',
  you: 'Sie',
  someone: 'Jemand',
  nobody: 'Der Server selbst',
  others: (count) => `${count} weitere`,
  people: (count) => `${count} Personen`,
  edits: (count, isOne) => (isOne ? '1 Änderung' : `${count} Änderungen`),
  span: (from, to) => `${from} – ${to}`,
  retry: 'Noch einmal versuchen',
  away: 'Der Verlauf liegt auf dem Server, und der ist nicht zu erreichen. Ihr Text ist auf diesem Gerät; schreiben Sie ruhig weiter.',
  busy: 'Der Server hat viel zu tun. Versuchen Sie es gleich noch einmal.',
  noAccess: 'Der Verlauf dieses Dokuments steht Ihnen nicht mehr offen.',
  failed:
    'Der Server konnte diesen Teil des Verlaufs nicht lesen. Wer ihn betreut, findet den Grund in seinem Protokoll.',
  tooLarge: 'Diese Version ist zu groß, um hier gezeigt zu werden. Wer den Server betreut, kann sie exportieren.',
  unreadable: 'Diese Version enthält etwas, das diese Seite nicht zeigen kann.',

  version: 'Version',
  asOf: (when) => `Version von ${when}`,
  opening: 'Diese Version wird geholt …',
  by: (names) => `Geändert von: ${names}.`,
  readOnly: 'Nur zum Lesen. Was inzwischen geschrieben wird, geht im jetzigen Text weiter.',
  back: 'Zurück zu jetzt',
  list: 'Alle Versionen',
  download: 'Diese Version herunterladen',
  restore: 'Diese Version wiederherstellen',
  restoreQuestion: 'Diese Version wiederherstellen?',
  restoreLead: (when) =>
    `Der Text wird wieder, was er war (${when}), und zwar bei allen, die das Dokument offen haben. Was seitdem geschrieben wurde, bleibt im Verlauf, und Rückgängig nimmt dies in einem Schritt zurück. Der Titel bleibt.`,
  restoreNow: 'Wiederherstellen',
  cancel: 'Abbrechen',
  restored: (when) => `Der Text ist wieder, was er war (${when}). Rückgängig nimmt das zurück.`,
  same: 'Das steht schon so im Text.',
};
