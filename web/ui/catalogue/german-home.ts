/** Every word a person reads on the list of documents, in German. */

import type { HomeWords } from '../../documents/home-words.ts';

export const germanHome: HomeWords = {
  heading: 'Dokumente',
  newDocument: 'Neues Dokument',
  listLabel: 'Ihre Dokumente',
  changed: (when) => `Geändert ${when}`,
  notOnServer: 'Nur auf diesem Gerät',
  onDevice: 'Öffnet sich auch ohne Netz',
  notOnDevice: 'Nicht auf diesem Gerät',
  pin: (title) => `„${title}“ immer auf diesem Gerät behalten`,
  pinned: 'Öffnet sich immer auch ohne Netz',
  keep: (title) => `„${title}“ auf diesem Gerät aufheben`,
  notKept: (title) =>
    `„${title}“ konnte nicht auf diesem Gerät behalten werden. Ist der Server erreichbar, und ist noch Platz?`,
  waitingForServer: 'Geht an den Server, sobald er wieder da ist',
  serverAway:
    'Der Server ist nicht zu erreichen. Das sind die Dokumente, die dieses Gerät kennt; neue werden hier aufgehoben.',
  search: 'Titel und Text durchsuchen',
  clearSearch: 'Suche leeren',
  results: 'Suchergebnisse',
  searching: 'Sucht …',
  found: (count, most) =>
    count === 0
      ? 'Nichts gefunden'
      : count === 1
        ? '1 Dokument gefunden'
        : `${count.toLocaleString('de')}${count === most ? ' oder mehr' : ''} Dokumente gefunden`,
  foundHere: 'Der Server ist nicht zu erreichen: Durchsucht werden nur Titel auf diesem Gerät.',
  views: 'Welche Dokumente',
  view: {
    all: 'Alle',
    recent: 'Zuletzt',
    favourites: 'Favoriten',
    mine: 'Von mir',
    shared: 'Für mich',
    templates: 'Vorlagen',
    trash: 'Papierkorb',
  },
  nothing: {
    all: 'Hier ist noch nichts.',
    recent: 'Was Sie öffnen, steht dann hier.',
    favourites: 'Der Stern eines Dokuments holt es hierher.',
    mine: 'Was Sie anlegen, steht dann hier.',
    shared: 'Was andere Ihnen geben, steht dann hier.',
    templates: 'Im Menü eines Dokuments wird es zur Vorlage.',
    trash: 'Der Papierkorb ist leer.',
  },
  noneTagged: 'Dieses Schlagwort hat kein Dokument mehr.',
  trashLead:
    'Was hier liegt, steht in keiner Liste und keiner Suche. Wer es öffnen durfte, kann es an seiner Adresse weiterhin.',
  more: 'Mehr zeigen',
  favourite: (title) => `Favorit: ${title}`,
  menu: (title) => `Was mit „${title}“ geschehen soll`,
  rename: 'Umbenennen',
  newTitle: 'Neuer Titel',
  tags: 'Schlagwörter',
  tagsLead: 'Mit Kommas dazwischen.',
  save: 'Speichern',
  duplicate: 'Duplizieren',
  copyOf: (title) => `Kopie von ${title}`,
  makeTemplate: 'Zur Vorlage machen',
  noTemplate: 'Keine Vorlage mehr',
  trash: 'In den Papierkorb',
  restore: 'Wiederherstellen',
  remove: 'Endgültig löschen',
  removeReally: 'Mit seiner Geschichte löschen? Das lässt sich nicht zurücknehmen.',
  undo: 'Rückgängig',
  trashed: (title) => `„${title}“ liegt im Papierkorb.`,
  removed: (title) => `„${title}“ ist gelöscht.`,
  failed: 'Der Server hat es nicht getan. Ist er zu erreichen? Versuchen Sie es noch einmal.',
  here: (names) => `Jetzt hier: ${names}`,
  byYou: (when) => `Von Ihnen geändert ${when}`,
  by: (name, when) => `Von ${name} geändert ${when}`,
  trashedAt: (when) => `In den Papierkorb gelegt ${when}`,
  fromTemplate: 'Aus einer Vorlage',
  templates: { minutes: 'Protokoll einer Sitzung', decision: 'Entscheidung', plan: 'Plan eines Projekts' },
  emptyHeading: 'Schreiben Sie Ihr erstes Dokument',
  emptyLead:
    'Andere können gleichzeitig mit Ihnen darin schreiben. Was Sie tippen, wird auf diesem Gerät und auf dem Server aufgehoben.',
  newCard: 'Neues Dokument',
  newCardLead: 'Eine leere Seite. Der Cursor steht schon darin.',
  sampleCard: 'Das Beispiel ausprobieren',
  sampleCardLead: 'Eine Seite, die zeigt, was dieser Raum kann. Ändern Sie, was Sie wollen.',
  lookInTrash: 'Im Papierkorb nachsehen',
};
