/** You and your settings: name and colour, which the others see while you change them; language and page for yourself. */

import { NAME_CHARACTERS_MAX } from '../../server/contract/limits.ts';
import { PALETTE } from '../../server/contract/palette.ts';
import { useSession } from '../accounts/session-state.ts';
import { choosePageFont, PAGE_FONTS, showBar, usePageView } from '../editor/panels/page-view.ts';
import { cleanName, guests } from '../presence/guest.ts';
import { useGuest } from '../presence/people.ts';
import { LANGUAGE_NAMES, LANGUAGES, languageChoice } from '../ui/language.ts';
import { text } from '../ui/text.ts';
import './settings.css';

const words = text.settings;

export default function SettingsForm() {
  return (
    <div className="settings">
      <You />
      <hr />
      <LanguageField />
      <PageFields />
    </div>
  );
}

function You() {
  const guest = useGuest();
  const session = useSession();
  // An account has its colour by itself, the same wherever it is seen.
  const hasChoice = session === null || !('colour' in session) || session.colour === null;
  return (
    <>
      <label className="field">
        <span>{text.people.yourName}</span>
        <input
          className="input"
          defaultValue={guest.name}
          maxLength={NAME_CHARACTERS_MAX}
          autoComplete="nickname"
          onChange={(event) => guests.change({ name: cleanName(event.target.value, guests.present.name) })}
        />
      </label>
      {hasChoice && (
        <fieldset className="swatches">
          <legend>{text.people.yourColour}</legend>
          {PALETTE.map((colour, index) => (
            <label key={colour} className="swatch" data-person={index}>
              <input
                type="radio"
                name="colour"
                checked={index === guest.colourIndex}
                onChange={() => guests.change({ colourIndex: index })}
              />
              <span className="visually-hidden">{text.people.colours[index]}</span>
            </label>
          ))}
        </fieldset>
      )}
    </>
  );
}

function LanguageField() {
  return (
    <label className="field">
      <span>{words.language}</span>
      <select
        className="input"
        value={languageChoice.value ?? ''}
        onChange={(event) => {
          languageChoice.value = LANGUAGES.find((language) => language === event.target.value) ?? null;
          // All words of a page are taken when it is loaded. The text is kept, as in any other reload.
          window.location.reload();
        }}
      >
        <option value="">{words.asBrowser}</option>
        {LANGUAGES.map((language) => (
          <option key={language} value={language} lang={language}>
            {LANGUAGE_NAMES[language]}
          </option>
        ))}
      </select>
    </label>
  );
}

function PageFields() {
  const { font, hasBar } = usePageView();
  return (
    <>
      <label className="field">
        <span>{words.pageFont}</span>
        <select
          className="input"
          value={font}
          onChange={(event) => choosePageFont(PAGE_FONTS.find((one) => one === event.target.value) ?? 'sans')}
        >
          {PAGE_FONTS.map((one) => (
            <option key={one} value={one}>
              {text.pageFonts[one]}
            </option>
          ))}
        </select>
      </label>
      <label className="settings-switch">
        <input type="checkbox" checked={hasBar} onChange={(event) => showBar(event.target.checked)} />
        <span>{words.bar}</span>
      </label>
    </>
  );
}
