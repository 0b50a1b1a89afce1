/** English: looking after the server. Loaded with its page. */

export const englishAdmin = {
  heading: 'This server',
  lead: 'How it is doing, where its backups lie, and whether connections come through.',
  back: 'All documents',
  notYours:
    'Only who looks after the server sees this page. Where nobody signs in, that is whoever sits at its machine: open it there as localhost.',
  reload: 'Look again',

  now: 'Now',
  connections: 'Connections',
  openDocuments: 'Open documents',
  processes: 'Processes',
  processesAway: (away: number, all: number) =>
    `${away} of ${all} are being started again. The figures here are without their documents.`,

  storage: 'Storage',
  writing: 'Writing',
  written: 'Everything is written to the disk.',
  stops: 'Writing stopped',
  never: 'never since the server started',
  times: (count: number) =>
    count === 1 ? 'once since the server started' : `${count.toLocaleString('en')} times since the server started`,
  lastStop: (when: string, why: string) => `The last time ${when}: ${why}`,
  waiting: 'Oldest change that waits',
  seconds: (count: string) => `${count} s`,
  free: 'Free on this disk',
  unknown: 'not known',

  backup: 'Backup',
  backupLead: (directory: string) =>
    `Everything as it is at one moment, read again before it counts: into ${directory}, on the disk of the documents. Copy it to another machine. Nothing is removed by itself.`,
  backUp: 'Back up now',
  lastBackup: (when: string, bytes: string) => `The last one was made ${when}: ${bytes}.`,
  noBackup: 'There is none here yet. The server does not know of those that were made from the command line elsewhere.',
  failedBackup: (when: string, why: string) => `No backup was made ${when}: ${why}`,
  steps: {
    writing: (bytes: string) => `Writing: ${bytes} so far`,
    proving: 'Reading it again',
    images: 'Copying images',
  },

  documents: 'Documents by size',
  documentsLead: (count: string, bytes: string, when: string) => `${count} documents, ${bytes}, as of ${when}.`,
  measuring: 'Measuring the documents …',
  noDocuments: 'There are no documents yet.',
  untitled: 'Untitled',
  private: 'Not open to you',
  ofOwner: (name: string) => `of ${name}`,
  parts: (text: string, history: string) => `text ${text}, history ${history}`,
  aside: (bytes: string) => `${bytes} could not be read and were set aside`,
  more: 'Show more',

  way: 'The way to this server',
  wayLead: 'Opens a connection from this browser as a document does, and looks at what arrives.',
  test: 'Test the connection',
  testing: 'Testing …',
  allGood: 'Everything arrives as it was sent.',
  notGood: (count: number) => (count === 1 ? 'One thing is wrong.' : `${count} things are wrong.`),
  good: 'In order',
  wrong: 'Wrong',
  findings: {
    'no-way':
      'No WebSocket came through. Whatever stands between (a proxy, a firewall) has to pass the upgrade on /sync/: HTTP/1.1 with the headers Upgrade and Connection, and Host as the browser sent it. docs/PROXIES.md has examples.',
    opens: 'A WebSocket comes through.',
    same: 'Binary messages come back as they were sent.',
    changed: 'Binary messages come back changed: something in between rewrites them. It has to pass /sync/ untouched.',
    missing:
      'Messages do not come back: something in between holds them. Turn off what gathers answers on /sync/ (nginx: proxy_buffering off).',
    pong: (ms: number) => `A ping comes back after ${ms} ms.`,
    'no-pong': 'No ping came back: something in between swallows it, and will take quiet connections for dead.',
    encrypted: 'It is encrypted (wss).',
    'plain-here': 'It is not encrypted (ws), which is fine on this machine.',
    plain:
      'It is not encrypted (ws): everybody in between can read along, and browsers keep nothing offline. Put a proxy with a certificate in front.',
    'unknown-protocol':
      'This page came by https, and the server does not know: it believes no proxy. Set TRUSTED_PROXIES to the address of yours, or cookies are not marked Secure.',
    address: (address: string) => `The server takes this browser for ${address}.`,
    unbelieved:
      'A proxy names the address of this browser, and the server does not believe it: limits by address count everybody as one. Set TRUSTED_PROXIES to the address of the proxy.',
    'not-forwarded':
      'The connection seems to come from the machine of the server itself: a proxy there names nobody. Limits by address count nobody. Have it set X-Forwarded-For.',
  },

  problems: {
    'sign-in': 'You are not signed in any more. Reload the page.',
    running: 'A backup is being made already.',
    away: 'The server does not answer. What stands here may be old.',
    other: 'The server did not do it. Try again.',
  },
} as const;
