/** Every word a person reads on the pages, in English; the words of the editor are in english-editor.ts. */

import { englishEditor } from './english-editor.ts';

export const english = {
  product: 'Scriptorium',
  untitled: 'Untitled',
  skipToText: 'Skip to the text',
  loading: 'Opening the document',
  justNow: 'just now',
  close: 'Close',
  toHome: 'All documents',
  couldNotLoad: 'This part of the page could not be loaded. Reload when the server is back; your text is kept.',

  newVersion: {
    sentence: 'A new version is here.',
    reload: 'Reload',
    later: 'Later',
  },

  exchange: {
    importButton: 'Import',
    importCard: 'Import a file',
    importCardLead: 'Markdown, Word, a web page or plain text. Or drop it anywhere here.',
    drop: 'Drop files to import them',
    reading: (name: string) => `Reading ${name}`,
    readingOf: (name: string, number: number, count: number) => `Reading ${name} (${number} of ${count})`,
    cancel: 'Cancel',
    dismiss: 'Dismiss',
    unknownKind: (name: string) =>
      `“${name}” cannot be imported. Scriptorium reads Markdown (.md), Word (.docx), web pages (.html) and plain text (.txt).`,
    tooLarge: (name: string, megabytes: number) =>
      `“${name}” is larger than ${megabytes} MB. Split it and import the parts.`,
    notText: (name: string) => `“${name}” is not text. Check that its name ends as it should.`,
    notWord: (name: string) =>
      `“${name}” is not a Word document that can be read. Open it in Word or LibreOffice, save it as .docx and try again.`,
    unreadable: (name: string) => `“${name}” could not be read. Check that it is still where it was.`,
    copyAs: 'Download a copy',
    formats: { docx: 'Word', markdown: 'Markdown', html: 'Web page', text: 'Plain text' },
    making: 'Making the copy…',
    exportFailed: 'The copy could not be made. Try another format.',
  },

  document: {
    title: 'Title',
    body: 'Document text',
    placeholder: 'Write something',
    bar: 'Document',
  },

  save: {
    opening: 'Opening…',
    saved: 'Saved',
    saving: 'Saving…',
    onThisDevice: 'Saved on this device',
    storageFailing: 'Server storage is failing – kept on this device',
    viewOnly: 'View only',
    mayComment: 'You can comment',
    viewOnlyChanged: 'View only – access changed',
    viewOnlyHere: 'View only – not all on the server',
    newVersion: 'New version – reload',
    noCopy: 'Can’t keep a copy on this device',
    // Since when is one piece: a narrow bar drops all of it or none.
    unsaved: (count: number, since: string) => `${changes(count)} since\u00a0${since}`,
    reconnectingIn: (seconds: number) => `Reconnecting in ${seconds} s`,
    reconnecting: 'Reconnecting…',
    textMissing:
      'The text of this document has not come yet: the server cannot be reached. It comes when the server answers; what you write until then is added to it.',
    textServed:
      'This is the beginning of the text, as it came with the page. The rest comes, and it can be edited, when the server can be reached again.',
    retryNow: 'Retry now',
    reload: 'Reload',
    sheet: 'Where your text is',
    explain: {
      opening: 'Asking the server for the newest text.',
      saved: 'The server has everything on its disk.',
      saving: 'On its way. The server has not confirmed the last changes yet.',
      onThisDevice: 'Keep writing. Everything is kept on this device and goes to the server by itself when it is back.',
      noCopy:
        'This browser refuses to keep a copy (a private window, or no space left). Keep this page open until it says Saved, or download a copy.',
      viewOnly: 'You can read this document, but not change it.',
      onlyHere:
        'This page holds text that the server does not have, for instance because it was restored from an older backup. You can download a copy; somebody who may write can bring it back.',
    },
    rowUnsaved: 'Not on the server yet',
    rowNothingUnsaved: 'Nothing',
    rowSaved: 'Server last had everything',
    rowNeverSaved: 'Not since this page was opened',
    rowConnection: 'Connection',
    rowDevice: 'Copy on this device',
    connection: {
      opening: 'Connecting',
      live: 'Connected',
      away: 'Away, trying again',
      stopped: 'Ended by the server',
    },
    device: { opening: 'Opening', kept: 'Kept', refused: 'Refused by this browser' },
  },

  people: {
    list: 'People here',
    you: (name: string) => `${name} (you)`,
    more: (count: number) => `${count} more`,
    yourName: 'Your name',
    yourColour: 'Your colour',
    change: 'You and your settings',
    colours: ['Pink', 'Red', 'Orange', 'Amber', 'Olive', 'Green', 'Teal', 'Cyan', 'Blue', 'Indigo', 'Violet', 'Purple'],
    someone: 'Someone',
    goTo: (name: string) => `${name}: go to their caret`,
    follow: (name: string) => `${name}: follow`,
    following: (name: string) => `Following ${name}`,
    stopFollowing: 'Stop following',
    idle: (name: string) => `${name}, away for a while`,
    writes: (name: string) => `${name}, writing`,
    noCaret: (name: string) => `${name} has no caret in the text just now: there is no place to go to.`,
    joined: (name: string) => `${name} joined`,
    left: (name: string) => `${name} left`,
    editsYours: (name: string) => `${name} edits your paragraph`,
    manyJoined: (count: number) => `${count} people joined`,
    manyLeft: (count: number) => `${count} people left`,
    manyEditYours: (count: number) => `${count} people edit your paragraph`,
    qualities: ['Quiet', 'Patient', 'Curious', 'Bright', 'Gentle', 'Steady', 'Swift', 'Merry', 'Bold', 'Kind'],
    animals: ['Heron', 'Otter', 'Wren', 'Hare', 'Lynx', 'Magpie', 'Badger', 'Finch', 'Fox', 'Owl', 'Seal', 'Crane'],
  },

  keys: { mod: 'Ctrl', shift: 'Shift', alt: 'Alt', enter: 'Enter', tab: 'Tab' },

  settings: {
    language: 'Language',
    asBrowser: 'As the browser',
    pageFont: 'Page font',
    bar: 'Formatting bar',
  },

  /** By close code; where nothing stands, the server's own sentence (`server/contract/close-codes.ts`) is read. */
  refusals: {} as Readonly<Record<number, string>>,

  notices: {
    linkCopied: 'Link copied',
    noLink: 'This block has no address yet: type something.',
    noClipboard: 'The browser does not let this page copy.',
    blockLater: 'The part this link leads to is not on this device yet.',
    blockGone: 'The part this link leads to is not here any more.',
  },

  recovered: {
    heading: (count: number) => (count === 1 ? 'A text was kept' : `${count} texts were kept`),
    where: (author: string | null, when: string) =>
      author === null
        ? `Written in cells that somebody else deleted at the same time. Found ${when}.`
        : `Written by ${author} in cells that somebody else deleted at the same time. Found ${when}.`,
    you: 'you',
    insert: 'Insert here',
    dismiss: 'Dismiss',
  },

  stopped: {
    home: 'Go home',
    reload: 'Reload',
    noAccess: 'This document is not open to you',
    tooOld: 'This page is too old for the document',
    other: 'The server ended this page',
    keptHere: 'The text below is the copy on this device.',
  },

  notFound: {
    heading: 'Nothing is written here',
    page: 'There is no page at this address.',
  },

  broken: {
    heading: 'This page stopped',
    sentence: 'The editor met something it could not show. Your text is kept on this device; reload to go on.',
    reload: 'Reload',
    readOnly:
      'The editor met something it could not show. Here is the text to read; it is kept on this device, and nothing is lost.',
  },

  ...englishEditor,
} as const;

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count.toLocaleString('en')} changes`;
}
