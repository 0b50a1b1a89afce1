/**
 * A list from which one thing is chosen while the focus stays where the person types: in a search field, or in the text
 * itself. The keyboard walks it through `keyOf`; screen readers follow `aria-activedescendant`.
 */

import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { nextPlace } from './walk.ts';

export interface Choice {
  readonly id: string;
  readonly label: string;
  readonly group?: string | undefined;
  readonly Icon?: LucideIcon | undefined;
  /** In place of an icon. */
  readonly sign?: string | undefined;
  /** At the end of the line: a key, or what kind of thing it is. */
  readonly note?: string | undefined;
}

export interface Choosing<One extends Choice> {
  readonly active: One | undefined;
  setActive(id: string): void;
  /** Whether the key walked the list or chose from it. */
  keyOf(key: string): boolean;
}

/** Keeps to the same thing while the list changes around it; to the first where that has gone. */
export function useChoosing<One extends Choice>(
  choices: readonly One[],
  onChoose: (choice: One) => void,
): Choosing<One> {
  const [activeId, setActive] = useState<string | null>(null);
  const place = Math.max(
    0,
    choices.findIndex(({ id }) => id === activeId),
  );
  const active = choices[place];
  const keyOf = (key: string): boolean => {
    const next = choices[nextPlace(key, place, choices.length) ?? -1];
    if (next) setActive(next.id);
    else if ((key === 'Enter' || key === 'Tab') && active) onChoose(active);
    else return false;
    return true;
  };
  return { active, setActive, keyOf };
}

export interface ChoiceListProps<One extends Choice> {
  /** Of the list; options have it before their own. */
  readonly id: string;
  readonly label: string;
  readonly choices: readonly One[];
  readonly choosing: Choosing<One>;
  readonly empty: ReactNode;
  onChoose(choice: One): void;
}

export function ChoiceList<One extends Choice>(props: ChoiceListProps<One>) {
  const { id, label, choices, choosing, empty, onChoose } = props;
  const list = useRef<HTMLDivElement>(null);
  const activeId = choosing.active?.id;
  useEffect(() => {
    const option = activeId === undefined ? null : document.getElementById(optionId(id, activeId));
    option?.scrollIntoView({ block: 'nearest' });
  }, [id, activeId]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={label} tabIndex={-1} className="choices">
      {choices.length === 0 && (
        <div role="option" aria-selected="false" aria-disabled="true" tabIndex={-1} className="choices-empty">
          {empty}
        </div>
      )}
      {groupsOf(choices).map(({ group, members }) => (
        <fieldset key={group} aria-label={group} className="choices-group">
          {group !== '' && (
            <div role="presentation" className="choices-heading">
              {group}
            </div>
          )}
          {members.map((choice) => (
            <Option
              key={choice.id}
              id={optionId(id, choice.id)}
              choice={choice}
              isActive={choice.id === activeId}
              onPoint={() => choosing.setActive(choice.id)}
              onChoose={() => onChoose(choice)}
            />
          ))}
        </fieldset>
      ))}
    </div>
  );
}

/** The id of the element of an option, for `aria-activedescendant`. */
export function optionId(listId: string, choiceId: string): string {
  return `${listId}-${choiceId}`;
}

interface OptionProps {
  readonly id: string;
  readonly choice: Choice;
  readonly isActive: boolean;
  onPoint(): void;
  onChoose(): void;
}

function Option({ id, choice, isActive, onPoint, onChoose }: OptionProps) {
  const { Icon, sign, label, note } = choice;
  return (
    <div
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={isActive}
      className="choice"
      onPointerMove={isActive ? undefined : onPoint}
      // The focus, and on a phone the keyboard, stays where the person types.
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onChoose}
      // Reached by a screen reader's own cursor.
      onKeyDown={(event) => event.key === 'Enter' && onChoose()}
    >
      <span aria-hidden="true" className="choice-sign">
        {Icon ? <Icon size={17} strokeWidth={1.9} /> : sign}
      </span>
      <span className="choice-label">{label}</span>
      {note !== undefined && <span className="choice-note">{note}</span>}
    </div>
  );
}

interface Group<One> {
  readonly group: string;
  readonly members: readonly One[];
}

/** In the order in which the groups first appear. */
function groupsOf<One extends Choice>(choices: readonly One[]): readonly Group<One>[] {
  const byGroup = new Map<string, One[]>();
  for (const choice of choices) {
    const group = choice.group ?? '';
    byGroup.set(group, [...(byGroup.get(group) ?? []), choice]);
  }
  return [...byGroup].map(([group, members]) => ({ group, members }));
}
