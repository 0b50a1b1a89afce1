/** Every word a person reads in and around the text, in German. */

import type { Catalogue } from '../text.ts';

type EditorWords =
  | 'formula'
  | 'code'
  | 'images'
  | 'toolbar'
  | 'commands'
  | 'colours'
  | 'sections'
  | 'alsoCalled'
  | 'pageFonts'
  | 'outline'
  | 'words'
  | 'finder'
  | 'find'
  | 'notes'
  | 'blocks'
  | 'callouts'
  | 'link'
  | 'task';

export const germanEditor: Pick<Catalogue, EditorWords> = {
  formula: {
    insert: 'Formel',
    label: 'Formel in LaTeX; Eingabetaste, wenn sie fertig ist',
    placeholder: 'e^{i\\pi} + 1 = 0',
  },

  code: { language: 'Sprache des Codes', plain: 'Einfacher Text' },

  images: {
    insert: 'Bild',
    unread: (name) => `„${name}“ konnte nicht gelesen werden. Ist die Datei noch dort, wo sie war?`,
    notAnImage: 'Nur Bilder in PNG, JPEG, GIF, WebP und AVIF können in einem Dokument stehen.',
    tooLarge: (megabytes) =>
      `Dieses Bild ist größer als ${megabytes} MB. Verkleinern Sie es und versuchen Sie es noch einmal.`,
    tooManyPixels: (millions) =>
      `Dieses Bild hat mehr als ${millions} Millionen Bildpunkte. Verkleinern Sie es und versuchen Sie es noch einmal.`,
    waiting: 'Geht an den Server, sobald er wieder da ist',
    sending: (percent) => `Wird gesendet: ${percent} %`,
    refused: 'Der Server hat dieses Bild nicht angenommen',
    onItsWay: 'Dieses Bild ist unterwegs',
    elsewhere: (host) => `Ein Bild bei ${host} – nicht geladen, damit ${host} nicht erfährt, wer das hier liest`,
    unknown: 'Ein Bild, das nicht gezeigt werden kann',
    resize: 'Breite des Bildes; die Pfeiltasten ändern sie',
    alt: 'Beschreibung',
    altLabel: 'Beschreibung für alle, die das Bild nicht sehen',
    caption: 'Bildunterschrift',
  },

  toolbar: {
    label: 'Formatierung',
    region: 'Formatierungsleiste',
    selection: 'Ausgewählter Text',
    history: 'Verlauf',
    style: (current) => `Absatzart: ${current}`,
    styles: 'Absatzarten',
    marks: 'Auszeichnung',
    lists: 'Listen',
    blocks: 'Blöcke',
  },

  commands: {
    undo: 'Rückgängig',
    redo: 'Wiederholen',
    paragraph: 'Absatz',
    heading1: 'Überschrift 1',
    heading2: 'Überschrift 2',
    heading3: 'Überschrift 3',
    heading4: 'Überschrift 4',
    bold: 'Fett',
    italic: 'Kursiv',
    underline: 'Unterstrichen',
    strike: 'Durchgestrichen',
    code: 'Code',
    link: 'Link',
    bulletList: 'Aufzählung',
    orderedList: 'Nummerierte Liste',
    taskList: 'Aufgabenliste',
    blockquote: 'Zitat',
    codeBlock: 'Codeblock',
    highlight: 'Hervorheben',
    subscript: 'Tiefgestellt',
    superscript: 'Hochgestellt',
    clear: 'Formatierung entfernen',
    turnInto: 'Umwandeln in',
    colour: 'Farbe und mehr',
    toggleTask: 'Aufgabe abhaken oder wieder öffnen',
    turnToggle: 'Aufklappbares öffnen oder schließen',
    indent: 'Einrücken',
    outdent: 'Ausrücken',
    emoji: 'Emoji',
    mention: 'Erwähnen',
    moveUp: 'Nach oben',
    moveDown: 'Nach unten',
    duplicate: 'Verdoppeln',
    copyLink: 'Link zu diesem Block kopieren',
    deleteBlock: 'Block löschen',
    describeImage: 'Bild beschreiben, Breite ändern',
    blockMenu: 'Menü dieses Blocks',
    blockHandle: 'Ziehen verschiebt, Drücken öffnet das Menü',
    find: 'Suchen und ersetzen',
    commands: 'Befehle',
    shortcuts: 'Tastenkürzel',
    saveSheet: 'Wo Ihr Text ist',
    toolbar: 'Zur Formatierungsleiste',
    words: 'Wörter zählen',
    outline: 'Gliederung',
    history: 'Verlauf',
    comment: 'Kommentieren',
    comments: 'Kommentare',
    bar: 'Formatierungsleiste ein- oder ausblenden',
    pageFont: (name) => `Schrift der Seite: ${name}`,
    print: 'Drucken',
    insertMenu: 'Block einfügen',
    people: 'Jemanden oder ein Dokument erwähnen',
    emojiMenu: 'Emoji einfügen',
  },

  colours: {
    plain: 'Keine Farbe',
    text: { red: 'Rot', orange: 'Orange', green: 'Grün', blue: 'Blau', violet: 'Violett' },
    mark: { yellow: 'Auf Gelb', green: 'Auf Grün', blue: 'Auf Blau', pink: 'Auf Rosa' },
  },

  sections: {
    style: 'Absatzart',
    emphasis: 'Auszeichnung',
    lists: 'Listen',
    insert: 'Einfügen',
    table: 'Tabelle',
    block: 'Block',
    page: 'Seite',
    typing: 'Beim Tippen',
    documents: 'Dokumente',
  },

  alsoCalled: {
    comment: 'anmerkung notiz hinweis besprechen',
    history: 'versionen früher vergangenheit wiederherstellen history',
    paragraph: 'text normal einfach',
    heading: 'titel kapitel abschnitt',
    subscript: 'index unten klein',
    superscript: 'exponent hoch oben klein',
    bulletList: 'liste punkte ul',
    orderedList: 'liste zahlen ol 123',
    taskList: 'todo kästchen checkliste',
    blockquote: 'zitieren blockquote',
    codeBlock: 'programm pre quelltext',
    table: 'raster zeilen spalten',
    details: 'einklappen aufklappen verstecken details',
    callout: 'notiz tipp warnung kasten info',
    calloutKind: 'hinweis kasten achtung info callout',
    rule: 'linie trenner waagerecht hr',
    formula: 'mathematik gleichung latex katex',
    emoji: 'smiley zeichen gesicht',
    mention: 'person menschen dokument at verweis',
    image: 'foto grafik hochladen datei',
    find: 'suche finden tauschen',
    words: 'länge zeichen lesezeit statistik',
  },

  pageFonts: { sans: 'Inter', serif: 'Mit Serifen', mono: 'Feste Breite' },

  outline: {
    label: 'Gliederung',
    close: 'Gliederung ausblenden',
    empty: 'Hier erscheinen die Überschriften.',
  },

  words: {
    heading: 'Wie lang es ist',
    words: 'Wörter',
    characters: 'Zeichen',
    minutes: 'Minuten zu lesen',
    document: 'Dokument',
    selection: 'Auswahl',
  },

  finder: {
    label: 'Befehle',
    placeholder: 'Befehle und Dokumente suchen',
    nothing: 'Nichts heißt so.',
  },

  find: {
    label: 'Suchen und ersetzen',
    what: 'Suchen',
    replacement: 'Ersetzen durch',
    matchCase: 'Groß- und Kleinschreibung beachten',
    wholeWord: 'Ganze Wörter',
    pattern: 'Regulärer Ausdruck',
    next: 'Nächster Treffer',
    previous: 'Voriger Treffer',
    replace: 'Ersetzen',
    replaceAll: 'Alle ersetzen',
    searching: 'Suche läuft …',
    none: 'Nichts gefunden',
    count: (present, count) => `${present} von ${count}`,
    noPattern: 'Kein vollständiger Ausdruck',
    tooSlow: 'Dieser Ausdruck braucht zu lange',
    replaced: (count) => (count === 1 ? '1 Treffer ersetzt' : `${count.toLocaleString('de')} Treffer ersetzt`),
  },

  notes: {
    unknown: (type) =>
      `Eine neuere Version des Editors zeigt dies als „${type}“. Der Text bleibt; laden Sie die Seite neu, um alles zu sehen.`,
    table: 'Diese Tabelle steht an einer anderen Stelle des Dokuments.',
  },

  blocks: {
    insert: 'Einfügen',
    table: 'Tabelle',
    details: 'Aufklappbares',
    toggle: 'Inhalt ein- oder ausblenden',
    callout: 'Hinweis',
    rule: 'Trennlinie',
    inTable: 'Tabelle bearbeiten',
    addRowAbove: 'Zeile darüber',
    addRowBelow: 'Zeile darunter',
    addColumnLeft: 'Spalte davor',
    addColumnRight: 'Spalte danach',
    moveRowUp: 'Zeile nach oben',
    moveRowDown: 'Zeile nach unten',
    moveColumnLeft: 'Spalte nach vorn',
    moveColumnRight: 'Spalte nach hinten',
    widenColumn: 'Spalte breiter',
    narrowColumn: 'Spalte schmaler',
    equalColumns: 'Spalten gleich breit',
    rowMenu: 'Menü dieser Zeile',
    columnMenu: 'Menü dieser Spalte',
    growRow: 'Zeile am Ende anfügen',
    growColumn: 'Spalte am Ende anfügen',
    headerRow: 'Kopfzeile',
    headerColumn: 'Kopfspalte',
    deleteRow: 'Zeile löschen',
    deleteColumn: 'Spalte löschen',
    deleteTable: 'Tabelle löschen',
  },

  callouts: { note: 'Hinweis', tip: 'Tipp', important: 'Wichtig', warning: 'Warnung', caution: 'Vorsicht' },

  link: {
    dialog: 'Link bearbeiten',
    address: 'Adresse des Links',
    placeholder: 'Adresse einfügen oder tippen',
    apply: 'Übernehmen',
    remove: 'Link entfernen',
    open: 'Öffnen',
    card: 'Link',
    edit: 'Link bearbeiten',
    copy: 'Adresse kopieren',
    openAtCaret: 'Link öffnen',
    unknownDocument: 'Ein Dokument, das dieses Gerät noch nicht kennt',
    refused: 'Nur Adressen im Web, von E-Mail und Telefon können verlinkt werden.',
  },

  task: (content) => `Aufgabe: ${content === '' ? 'leer' : content}`,
};
