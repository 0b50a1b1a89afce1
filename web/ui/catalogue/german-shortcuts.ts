/** Every word of the list of shortcuts, in German. */

import type { ShortcutWords } from '../../editor/panels/shortcut-words.ts';

export const germanShortcuts: ShortcutWords = {
  heading: 'Tastenkürzel',
  placeholder: 'Tastenkürzel suchen',
  nothing: 'Kein Tastenkürzel heißt so.',
  inlineFormula: 'Formel in der Zeile',
  lineBreak: 'Neue Zeile im selben Absatz',
  typed: {
    heading: '# und ein Leerzeichen, bis ####',
    bulletList: '- und ein Leerzeichen',
    orderedList: '1. und ein Leerzeichen',
    taskList: '[ ] und ein Leerzeichen',
    blockquote: '> und ein Leerzeichen',
    codeBlock: '``` und ein Leerzeichen',
    rule: '---',
    bold: '**fett**',
    italic: '*kursiv*',
    strike: '~~durchgestrichen~~',
    code: '`code`',
    highlight: '==hervorgehoben==',
    link: '[Wörter](Adresse)',
    address: 'https://… und ein Leerzeichen',
    formula: '$$ und ein Leerzeichen',
    inlineFormula: '$x^2$',
    insert: '/ nach einem Leerzeichen',
    mention: '@ nach einem Leerzeichen',
    emoji: ': und zwei Buchstaben',
  },
};
