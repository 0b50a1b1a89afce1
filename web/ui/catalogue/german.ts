/**
 * Every word a person reads, in German; loaded where it is wanted. It may import nothing but its other half: the page
 * waits for it before anything else.
 */

import type { Catalogue } from '../text.ts';
import { germanEditor } from './german-editor.ts';

export const german: Catalogue = {
  product: 'Scriptorium',
  untitled: 'Ohne Titel',
  skipToText: 'Zum Text springen',
  loading: 'Das Dokument wird geöffnet',
  justNow: 'gerade eben',
  close: 'Schließen',
  toHome: 'Alle Dokumente',
  couldNotLoad:
    'Dieser Teil der Seite konnte nicht geladen werden. Laden Sie neu, wenn der Server wieder da ist; Ihr Text ist aufgehoben.',

  newVersion: {
    sentence: 'Eine neue Version ist da.',
    reload: 'Neu laden',
    later: 'Später',
  },

  exchange: {
    importButton: 'Importieren',
    importCard: 'Eine Datei importieren',
    importCardLead: 'Markdown, Word, eine Webseite oder einfacher Text. Oder irgendwo hier fallen lassen.',
    drop: 'Dateien fallen lassen, um sie zu importieren',
    reading: (name) => `${name} wird gelesen`,
    readingOf: (name, number, count) => `${name} wird gelesen (${number} von ${count})`,
    cancel: 'Abbrechen',
    dismiss: 'Schließen',
    unknownKind: (name) =>
      `„${name}“ kann nicht importiert werden. Scriptorium liest Markdown (.md), Word (.docx), Webseiten (.html) und einfachen Text (.txt).`,
    tooLarge: (name, megabytes) =>
      `„${name}“ ist größer als ${megabytes} MB. Teilen Sie die Datei und importieren Sie die Teile.`,
    notText: (name) => `„${name}“ ist kein Text. Endet der Name, wie er soll?`,
    notWord: (name) =>
      `„${name}“ ist kein lesbares Word-Dokument. Öffnen Sie es in Word oder LibreOffice, speichern Sie es als .docx und versuchen Sie es noch einmal.`,
    unreadable: (name) => `„${name}“ konnte nicht gelesen werden. Ist die Datei noch dort, wo sie war?`,
    copyAs: 'Kopie herunterladen',
    formats: { docx: 'Word', markdown: 'Markdown', html: 'Webseite', text: 'Einfacher Text' },
    making: 'Die Kopie wird erstellt…',
    exportFailed: 'Die Kopie konnte nicht erstellt werden. Versuchen Sie ein anderes Format.',
  },

  document: {
    title: 'Titel',
    body: 'Text des Dokuments',
    placeholder: 'Schreiben Sie etwas',
    bar: 'Dokument',
  },

  save: {
    opening: 'Wird geöffnet …',
    saved: 'Gespeichert',
    saving: 'Wird gespeichert …',
    onThisDevice: 'Auf diesem Gerät gespeichert',
    storageFailing: 'Der Server kann nicht speichern – auf diesem Gerät aufgehoben',
    viewOnly: 'Nur lesen',
    mayComment: 'Sie können kommentieren',
    viewOnlyChanged: 'Nur lesen – Zugriff geändert',
    viewOnlyHere: 'Nur lesen – nicht alles auf dem Server',
    newVersion: 'Neue Version – neu laden',
    noCopy: 'Keine Kopie auf diesem Gerät möglich',
    unsaved: (count, since) => `${changes(count)} seit\u00a0${since}`,
    reconnectingIn: (seconds) => `Neuer Versuch in ${seconds} s`,
    reconnecting: 'Verbindung wird aufgebaut …',
    textMissing:
      'Der Text dieses Dokuments ist noch nicht da: Der Server ist nicht zu erreichen. Er kommt, sobald der Server antwortet; was Sie bis dahin schreiben, kommt dazu.',
    textServed:
      'Das ist der Anfang des Textes, wie er mit der Seite kam. Der Rest kommt, und er lässt sich bearbeiten, sobald der Server wieder zu erreichen ist.',
    retryNow: 'Jetzt versuchen',
    reload: 'Neu laden',
    sheet: 'Wo Ihr Text ist',
    explain: {
      opening: 'Der Server wird nach dem neuesten Text gefragt.',
      saved: 'Der Server hat alles auf seiner Festplatte.',
      saving: 'Unterwegs. Der Server hat die letzten Änderungen noch nicht bestätigt.',
      onThisDevice:
        'Schreiben Sie weiter. Alles ist auf diesem Gerät aufgehoben und geht von selbst an den Server, sobald er wieder da ist.',
      noCopy:
        'Dieser Browser lässt keine Kopie zu (ein privates Fenster, oder kein Platz mehr). Lassen Sie diese Seite offen, bis dort „Gespeichert“ steht, oder laden Sie eine Kopie herunter.',
      viewOnly: 'Sie können dieses Dokument lesen, aber nicht ändern.',
      onlyHere:
        'Diese Seite hat Text, der dem Server fehlt, etwa weil er aus einer älteren Sicherung wiederhergestellt wurde. Sie können eine Kopie herunterladen; wer schreiben darf, kann ihn zurückbringen.',
    },
    rowUnsaved: 'Noch nicht auf dem Server',
    rowNothingUnsaved: 'Nichts',
    rowSaved: 'Der Server hatte zuletzt alles',
    rowNeverSaved: 'Nicht, seit diese Seite offen ist',
    rowConnection: 'Verbindung',
    rowDevice: 'Kopie auf diesem Gerät',
    connection: {
      opening: 'Wird aufgebaut',
      live: 'Steht',
      away: 'Unterbrochen, neuer Versuch',
      stopped: 'Vom Server beendet',
    },
    device: { opening: 'Wird geöffnet', kept: 'Vorhanden', refused: 'Von diesem Browser abgelehnt' },
  },

  people: {
    list: 'Wer hier ist',
    you: (name) => `${name} (Sie)`,
    more: (count) => `${count} weitere`,
    yourName: 'Ihr Name',
    yourColour: 'Ihre Farbe',
    change: 'Sie und Ihre Einstellungen',
    colours: [
      'Rosa',
      'Rot',
      'Orange',
      'Bernstein',
      'Oliv',
      'Grün',
      'Petrol',
      'Cyan',
      'Blau',
      'Indigo',
      'Violett',
      'Purpur',
    ],
    someone: 'Jemand',
    goTo: (name) => `${name}: zum Cursor gehen`,
    follow: (name) => `${name}: folgen`,
    following: (name) => `Sie folgen ${name}`,
    stopFollowing: 'Nicht mehr folgen',
    idle: (name) => `${name}, seit einer Weile weg`,
    writes: (name) => `${name}, schreibt`,
    noCaret: (name) => `${name} hat gerade keinen Cursor im Text: Es gibt keine Stelle, zu der es gehen könnte.`,
    joined: (name) => `${name} ist dazugekommen`,
    left: (name) => `${name} ist gegangen`,
    editsYours: (name) => `${name} bearbeitet Ihren Absatz`,
    manyJoined: (count) => `${count} sind dazugekommen`,
    manyLeft: (count) => `${count} sind gegangen`,
    manyEditYours: (count) => `${count} bearbeiten Ihren Absatz`,
    qualities: [
      'Stiller',
      'Geduldiger',
      'Neugieriger',
      'Munterer',
      'Sanfter',
      'Ruhiger',
      'Flinker',
      'Fröhlicher',
      'Kühner',
      'Freundlicher',
    ],
    animals: [
      'Reiher',
      'Otter',
      'Zaunkönig',
      'Hase',
      'Luchs',
      'Star',
      'Dachs',
      'Fink',
      'Fuchs',
      'Uhu',
      'Seehund',
      'Kranich',
    ],
  },

  keys: { mod: 'Strg', shift: 'Umschalt', alt: 'Alt', enter: 'Eingabe', tab: 'Tab' },

  settings: {
    language: 'Sprache',
    asBrowser: 'Wie der Browser',
    pageFont: 'Schrift der Seite',
    bar: 'Formatierungsleiste',
  },

  refusals: {
    1012: 'Der Server startet neu. Ihr Text ist auf diesem Gerät aufgehoben und wird gesendet, sobald er wieder da ist.',
    4400: 'Der Server konnte nicht lesen, was diese Seite gesendet hat. Laden Sie die Seite neu; Ihr Text ist auf diesem Gerät aufgehoben.',
    4401: 'Öffnen Sie dieses Dokument aus der Anwendung, in der Sie es gefunden haben: Der Link dort meldet Sie an.',
    4403: 'Sie haben keinen Zugriff auf dieses Dokument. Bitten Sie den Besitzer, es mit Ihnen zu teilen.',
    4404: 'Unter dieser Adresse gibt es kein Dokument. Prüfen Sie den Link, oder gehen Sie zur Übersicht und legen Sie eines an.',
    4409: 'Diese Seite muss sich neu anmelden. Laden Sie sie neu; Ihr Text ist auf diesem Gerät aufgehoben.',
    4413: 'Diese Änderung ist größer, als der Server annimmt. Laden Sie eine Kopie herunter, und setzen Sie ihren Text in kleineren Teilen in ein neues Dokument.',
    4426: 'Für dieses Dokument braucht es eine neuere Version des Editors. Laden Sie die Seite neu.',
    4500: 'Dem Server ist bei diesem Dokument ein Fehler unterlaufen. Ihr Text ist auf diesem Gerät aufgehoben; es wird wieder versucht.',
    4503: 'Der Server kann nicht auf seine Festplatte schreiben. Ihr Text bleibt auf diesem Gerät, bis er es kann.',
    4508: 'Diese Verbindung kam nicht mit und wurde beendet. Es wird wieder versucht.',
    4529: 'Es wurde zu viel auf einmal gesendet. Gleich wird es wieder versucht.',
  },

  notices: {
    linkCopied: 'Link kopiert',
    noLink: 'Dieser Block hat noch keine Adresse: Schreiben Sie etwas hinein.',
    noClipboard: 'Der Browser lässt diese Seite nichts kopieren.',
    blockLater: 'Die Stelle, zu der dieser Link führt, ist noch nicht auf diesem Gerät.',
    blockGone: 'Die Stelle, zu der dieser Link führt, gibt es nicht mehr.',
  },

  recovered: {
    heading: (count) => (count === 1 ? 'Ein Text wurde aufgehoben' : `${count} Texte wurden aufgehoben`),
    where: (author, when) =>
      author === null
        ? `Geschrieben in Zellen, die jemand anderes gleichzeitig gelöscht hat. Gefunden ${when}.`
        : `Geschrieben von ${author} in Zellen, die jemand anderes gleichzeitig gelöscht hat. Gefunden ${when}.`,
    you: 'Ihnen',
    insert: 'Hier einfügen',
    dismiss: 'Schließen',
  },

  stopped: {
    home: 'Zur Übersicht',
    reload: 'Neu laden',
    noAccess: 'Dieses Dokument ist für Sie nicht offen',
    tooOld: 'Diese Seite ist zu alt für das Dokument',
    other: 'Der Server hat diese Seite beendet',
    keptHere: 'Der Text unten ist die Kopie auf diesem Gerät.',
  },

  notFound: {
    heading: 'Hier steht nichts geschrieben',
    page: 'Unter dieser Adresse gibt es keine Seite.',
  },

  broken: {
    heading: 'Diese Seite ist stehen geblieben',
    sentence:
      'Der Editor hat etwas getroffen, das er nicht zeigen konnte. Ihr Text ist auf diesem Gerät aufgehoben; laden Sie neu, um weiterzuschreiben.',
    reload: 'Neu laden',
    readOnly:
      'Der Editor hat etwas getroffen, das er nicht zeigen konnte. Hier ist der Text zum Lesen; er ist auf diesem Gerät aufgehoben, und nichts ist verloren.',
  },

  ...germanEditor,
};

function changes(count: number): string {
  return count === 1 ? '1 Änderung' : `${count.toLocaleString('de')} Änderungen`;
}
