/** Your name and colour, changed in place; the others see it while you type. */

import { NAME_CHARACTERS_MAX } from '../../server/contract/limits.ts';
import { text } from '../ui/text.ts';
import { cleanName, guests } from './guest.ts';
import { PALETTE } from './palette.ts';
import { useGuest } from './people.ts';

export function GuestForm() {
  const guest = useGuest();
  return (
    <div className="guest-form">
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
    </div>
  );
}
