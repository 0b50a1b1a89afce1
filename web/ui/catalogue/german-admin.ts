/** German: looking after the server. */

import type { AdminWords } from '../../admin/words.ts';

export const germanAdmin: AdminWords = {
  heading: 'Dieser Server',
  lead: 'Wie es ihm geht, wo seine Sicherungen liegen, und ob Verbindungen durchkommen.',
  back: 'Alle Dokumente',
  notYours:
    'Diese Seite sieht nur, wer sich um den Server kümmert. Wo sich niemand anmeldet, ist das, wer an seinem Rechner sitzt: Öffnen Sie sie dort als localhost.',
  reload: 'Noch einmal nachsehen',

  now: 'Jetzt',
  connections: 'Verbindungen',
  openDocuments: 'Offene Dokumente',
  processes: 'Prozesse',
  processesAway: (away, all) =>
    `${away} von ${all} werden gerade neu gestartet. Die Zahlen hier sind ohne ihre Dokumente.`,

  storage: 'Speicher',
  writing: 'Schreiben',
  written: 'Alles ist auf die Platte geschrieben.',
  stops: 'Schreiben angehalten',
  never: 'nie, seit der Server läuft',
  times: (count) =>
    count === 1 ? 'einmal, seit der Server läuft' : `${count.toLocaleString('de')}-mal, seit der Server läuft`,
  lastStop: (when, why) => `Zuletzt ${when}: ${why}`,
  waiting: 'Älteste wartende Änderung',
  seconds: (count) => `${count} s`,
  free: 'Frei auf dieser Platte',
  unknown: 'nicht bekannt',

  backup: 'Sicherung',
  backupLead: (directory) =>
    `Alles, wie es in einem Augenblick ist, und zur Probe wieder gelesen: nach ${directory}, auf die Platte der Dokumente. Kopieren Sie sie auf einen anderen Rechner. Nichts wird von selbst gelöscht.`,
  backUp: 'Jetzt sichern',
  lastBackup: (when, bytes) => `Die letzte wurde gemacht: ${when}, ${bytes}.`,
  noBackup:
    'Hier ist noch keine. Von denen, die jemand von der Befehlszeile anderswohin gemacht hat, weiß der Server nichts.',
  failedBackup: (when, why) => `Keine Sicherung (${when}): ${why}`,
  steps: {
    writing: (bytes) => `Schreiben: bisher ${bytes}`,
    proving: 'Zur Probe lesen',
    images: 'Bilder kopieren',
  },

  documents: 'Dokumente nach Größe',
  documentsLead: (count, bytes, when) => `${count} Dokumente, ${bytes}, Stand ${when}.`,
  measuring: 'Die Dokumente werden gemessen …',
  noDocuments: 'Es gibt noch keine Dokumente.',
  untitled: 'Ohne Titel',
  private: 'Für Sie nicht offen',
  ofOwner: (name) => `von ${name}`,
  parts: (text, history) => `Text ${text}, Verlauf ${history}`,
  aside: (bytes) => `${bytes} waren nicht zu lesen und liegen beiseite`,
  more: 'Mehr zeigen',

  way: 'Der Weg zu diesem Server',
  wayLead: 'Öffnet von diesem Browser aus eine Verbindung, wie es ein Dokument tut, und sieht nach, was ankommt.',
  test: 'Verbindung prüfen',
  testing: 'Wird geprüft …',
  allGood: 'Alles kommt an, wie es geschickt wurde.',
  notGood: (count) => (count === 1 ? 'Eines stimmt nicht.' : `${count} Dinge stimmen nicht.`),
  good: 'In Ordnung',
  wrong: 'Falsch',
  findings: {
    'no-way':
      'Kein WebSocket kam durch. Was dazwischen steht (ein Proxy, eine Firewall), muss das Upgrade auf /sync/ durchlassen: HTTP/1.1 mit den Kopfzeilen Upgrade und Connection, und Host so, wie ihn der Browser schickt. Beispiele stehen in docs/PROXIES.md.',
    opens: 'Ein WebSocket kommt durch.',
    same: 'Binäre Nachrichten kommen zurück, wie sie geschickt wurden.',
    changed:
      'Binäre Nachrichten kommen verändert zurück: Etwas dazwischen schreibt sie um. Es muss /sync/ unberührt lassen.',
    missing:
      'Nachrichten kommen nicht zurück: Etwas dazwischen hält sie auf. Schalten Sie auf /sync/ aus, was Antworten sammelt (nginx: proxy_buffering off).',
    pong: (ms) => `Ein Ping kommt nach ${ms} ms zurück.`,
    'no-pong': 'Kein Ping kam zurück: Etwas dazwischen verschluckt ihn und wird stille Verbindungen für tot halten.',
    encrypted: 'Sie ist verschlüsselt (wss).',
    'plain-here': 'Sie ist nicht verschlüsselt (ws), was auf diesem Rechner in Ordnung ist.',
    plain:
      'Sie ist nicht verschlüsselt (ws): Alle dazwischen können mitlesen, und Browser behalten nichts für offline. Stellen Sie einen Proxy mit Zertifikat davor.',
    'unknown-protocol':
      'Diese Seite kam über https, und der Server weiß es nicht: Er glaubt keinem Proxy. Setzen Sie TRUSTED_PROXIES auf die Adresse des Ihren, sonst sind Cookies nicht als Secure gekennzeichnet.',
    address: (address) => `Der Server hält diesen Browser für ${address}.`,
    unbelieved:
      'Ein Proxy nennt die Adresse dieses Browsers, und der Server glaubt ihm nicht: Grenzen je Adresse zählen alle als einen. Setzen Sie TRUSTED_PROXIES auf die Adresse des Proxys.',
    'not-forwarded':
      'Die Verbindung scheint vom Rechner des Servers selbst zu kommen: Ein Proxy dort nennt niemanden. Grenzen je Adresse zählen niemanden. Lassen Sie ihn X-Forwarded-For setzen.',
  },

  problems: {
    'sign-in': 'Sie sind nicht mehr angemeldet. Laden Sie die Seite neu.',
    running: 'Es wird schon eine Sicherung gemacht.',
    away: 'Der Server antwortet nicht. Was hier steht, kann alt sein.',
    other: 'Der Server hat es nicht getan. Versuchen Sie es noch einmal.',
  },
};
