/**
 * Every word a person reads, in one place; the server's refusals bring their own sentences
 * (`server/contract/close-codes.ts`). Tests find controls by these names.
 */

export const text = {
  product: 'Scriptorium',
  untitled: 'Untitled',
  skipToText: 'Skip to the text',
  loading: 'Opening the document',
  justNow: 'just now',
  couldNotLoad: 'This part of the page could not be loaded. Reload when the server is back; your text is kept.',

  home: {
    link: 'All documents',
    heading: 'Documents',
    newDocument: 'New document',
    listLabel: 'Your documents',
    changed: (when: string) => `Changed ${when}`,
    notOnServer: 'Only on this device',
    onDevice: 'Opens offline, too',
    notOnDevice: 'Not on this device',
    keep: (title: string) => `Keep “${title}” on this device`,
    waitingForServer: 'Goes to the server when it is back',
    serverAway: 'The server cannot be reached. These are the documents this device knows; new ones are kept here.',
    emptyHeading: 'Write the first one',
    emptyLead:
      'Everyone who opens its address writes with you. What you type is kept on this device and on the server.',
    newCard: 'New document',
    newCardLead: 'An empty page. The cursor is already in it.',
    sampleCard: 'Try the sample',
    sampleCardLead: 'A page that shows what this room can do. Change anything.',
  },

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
    exportFailed: 'The copy could not be made. Try another format.',
  },

  formula: { insert: 'Formula', label: 'Formula in LaTeX; Enter when done', placeholder: 'e^{i\\pi} + 1 = 0' },

  code: { language: 'Language of the code', plain: 'Plain text' },

  images: {
    insert: 'Image',
    unread: (name: string) => `“${name}” could not be read. Check that it is still where it was.`,
    notAnImage: 'Only PNG, JPEG, GIF, WebP and AVIF images can stand in a document.',
    tooLarge: (megabytes: number) => `This image is larger than ${megabytes} MB. Make it smaller and try again.`,
    tooManyPixels: (millions: number) =>
      `This image has more than ${millions} million pixels. Make it smaller and try again.`,
    waiting: 'Goes to the server when it is back',
    sending: (percent: number) => `Sending: ${percent} %`,
    refused: 'The server did not accept this image',
    onItsWay: 'This image is on its way',
    elsewhere: (host: string) => `An image at ${host} – not loaded, so that ${host} does not learn who reads this`,
    unknown: 'An image that cannot be shown',
    resize: 'Width of the image; arrow keys change it',
    alt: 'Description',
    altLabel: 'Description for people who do not see the image',
    caption: 'Caption',
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
    viewOnlyChanged: 'View only – access changed',
    newVersion: 'New version – reload',
    noCopy: 'Can’t keep a copy on this device',
    unsaved: (count: number, since: string) => `${changes(count)} since ${since}`,
    reconnectingIn: (seconds: number) => `Reconnecting in ${seconds} s`,
    reconnecting: 'Reconnecting…',
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
    change: 'Change your name and colour',
    colours: ['Pink', 'Red', 'Orange', 'Amber', 'Olive', 'Green', 'Teal', 'Cyan', 'Blue', 'Indigo', 'Violet', 'Purple'],
    someone: 'Someone',
    goTo: (name: string) => `${name}: go to their caret`,
    follow: (name: string) => `${name}: follow`,
    following: (name: string) => `Following ${name}`,
    stopFollowing: 'Stop following',
    idle: (name: string) => `${name}, away for a while`,
    joined: (name: string) => `${name} joined`,
    left: (name: string) => `${name} left`,
  },

  toolbar: {
    label: 'Formatting',
    region: 'Formatting bar',
    selection: 'Selected text',
    history: 'History',
    style: (current: string) => `Text style: ${current}`,
    styles: 'Text styles',
    marks: 'Emphasis',
    lists: 'Lists',
    blocks: 'Blocks',
  },

  commands: {
    undo: 'Undo',
    redo: 'Redo',
    paragraph: 'Paragraph',
    heading1: 'Heading 1',
    heading2: 'Heading 2',
    heading3: 'Heading 3',
    heading4: 'Heading 4',
    bold: 'Bold',
    italic: 'Italic',
    underline: 'Underline',
    strike: 'Strikethrough',
    code: 'Code',
    link: 'Link',
    bulletList: 'Bullet list',
    orderedList: 'Numbered list',
    taskList: 'Task list',
    blockquote: 'Quote',
    codeBlock: 'Code block',
    highlight: 'Highlight',
    clear: 'Clear formatting',
    turnInto: 'Turn into',
    colour: 'Colour',
    toggleTask: 'Tick or untick the task',
    indent: 'Indent',
    outdent: 'Outdent',
    emoji: 'Emoji',
    mention: 'Mention',
    moveUp: 'Move up',
    moveDown: 'Move down',
    duplicate: 'Duplicate',
    copyLink: 'Copy link to this block',
    deleteBlock: 'Delete block',
    blockMenu: 'Menu of this block',
    blockHandle: 'Drag to move, press for a menu',
    find: 'Find and replace',
    commands: 'Command menu',
    shortcuts: 'Keyboard shortcuts',
    saveSheet: 'Where your text is',
    toolbar: 'Go to the formatting bar',
    words: 'Count words',
    outline: 'Outline',
    pageFont: (name: string) => `Page font: ${name}`,
    print: 'Print',
    insertMenu: 'Insert a block',
    people: 'Mention a person or a document',
    emojiMenu: 'Insert an emoji',
  },

  colours: {
    plain: 'No colour',
    text: { red: 'Red', orange: 'Orange', green: 'Green', blue: 'Blue', violet: 'Violet' },
    mark: { yellow: 'On yellow', green: 'On green', blue: 'On blue', pink: 'On pink' },
  },

  sections: {
    style: 'Text style',
    emphasis: 'Emphasis',
    lists: 'Lists',
    insert: 'Insert',
    table: 'Table',
    block: 'Block',
    page: 'Page',
    typing: 'While typing',
    documents: 'Documents',
  },

  /** Other words by which a command is found. */
  alsoCalled: {
    paragraph: 'text plain normal',
    heading: 'title headline section',
    bulletList: 'unordered points ul',
    orderedList: 'ordered ol 123',
    taskList: 'todo checkbox checklist',
    blockquote: 'citation blockquote',
    codeBlock: 'program pre fence',
    table: 'grid rows columns',
    details: 'collapse fold expand hidden details',
    callout: 'note tip warning box info',
    rule: 'line separator horizontal hr',
    formula: 'math equation latex katex',
    emoji: 'smiley symbol',
    mention: 'person people document at link',
    image: 'picture photo upload file',
    find: 'search replace',
    words: 'length characters reading time statistics',
  },

  notices: {
    linkCopied: 'Link copied',
    noLink: 'This block has no address yet: type something.',
    noClipboard: 'The browser does not let this page copy.',
    blockGone: 'The part this link leads to is not here any more.',
  },

  pageFonts: { sans: 'Inter', serif: 'Serif', mono: 'Monospaced' },

  outline: {
    label: 'Outline',
    close: 'Hide the outline',
    empty: 'Headings appear here.',
  },

  words: {
    heading: 'How long it is',
    words: 'Words',
    characters: 'Characters',
    minutes: 'Minutes to read',
    document: 'Document',
    selection: 'Selection',
    close: 'Close',
  },

  finder: {
    label: 'Command menu',
    placeholder: 'Search commands and documents',
    nothing: 'Nothing is called like this.',
  },

  find: {
    label: 'Find and replace',
    what: 'Find',
    replacement: 'Replace with',
    matchCase: 'Match case',
    wholeWord: 'Whole words',
    pattern: 'Regular expression',
    next: 'Next match',
    previous: 'Previous match',
    replace: 'Replace',
    replaceAll: 'Replace all',
    close: 'Close',
    searching: 'Searching…',
    none: 'Nothing found',
    count: (present: number, count: string) => `${present} of ${count}`,
    noPattern: 'Not a complete expression',
    tooSlow: 'This expression takes too long',
    replaced: (count: number) => (count === 1 ? 'Replaced 1 match' : `Replaced ${count} matches`),
  },

  shortcuts: {
    heading: 'Keyboard shortcuts',
    placeholder: 'Search shortcuts',
    nothing: 'No shortcut is called like this.',
    close: 'Close',
    markdown: {
      heading: '# and a space, up to ####',
      bulletList: '- and a space',
      orderedList: '1. and a space',
      taskList: '[ ] and a space',
      blockquote: '> and a space',
      codeBlock: '``` and a space',
      rule: '---',
      bold: '**bold**',
      italic: '*italic*',
      strike: '~~struck~~',
      code: '`code`',
      highlight: '==highlighted==',
      insert: '/ after a space',
      mention: '@ after a space',
      emoji: ': and two letters',
    },
  },

  notes: {
    unknown: (type: string) =>
      `A newer version of the editor shows this as “${type}”. Its text is kept; reload the page to see it whole.`,
    table: 'This table is shown elsewhere in the document.',
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

  blocks: {
    insert: 'Insert',
    table: 'Table',
    details: 'Toggle',
    callout: 'Callout',
    rule: 'Divider',
    inTable: 'Table tools',
    addRowAbove: 'Row above',
    addRowBelow: 'Row below',
    addColumnLeft: 'Column before',
    addColumnRight: 'Column after',
    headerRow: 'Header row',
    headerColumn: 'Header column',
    deleteRow: 'Delete row',
    deleteColumn: 'Delete column',
    deleteTable: 'Delete table',
  },

  link: {
    dialog: 'Edit link',
    address: 'Link address',
    placeholder: 'Paste or type an address',
    apply: 'Apply',
    remove: 'Remove link',
    open: 'Open',
    refused: 'Only web, mail and phone addresses can be linked.',
  },

  task: (content: string) => `Task: ${content === '' ? 'empty' : content}`,

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
} as const;

function changes(count: number): string {
  return count === 1 ? '1 change' : `${count} changes`;
}
