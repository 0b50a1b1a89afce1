/** What kind of line this is: paragraph or one of four headings. */

import { Menu } from '@base-ui/react/menu';
import { Toolbar } from '@base-ui/react/toolbar';
import type { Editor } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Check, ChevronDown } from 'lucide-react';
import { keysText } from '../ui/keys.ts';
import { text } from '../ui/text.ts';
import * as commands from './commands.ts';

const words = text.commands;

const STYLES = [
  { name: 'paragraph', command: commands.paragraph, label: words.paragraph, keys: 'Mod+Alt+0' },
  { name: 'heading1', command: commands.heading1, label: words.heading1, keys: 'Mod+Alt+1' },
  { name: 'heading2', command: commands.heading2, label: words.heading2, keys: 'Mod+Alt+2' },
  { name: 'heading3', command: commands.heading3, label: words.heading3, keys: 'Mod+Alt+3' },
  { name: 'heading4', command: commands.heading4, label: words.heading4, keys: 'Mod+Alt+4' },
] as const;

export function StyleMenu({ editor }: { readonly editor: Editor }) {
  const present = useEditorState({
    editor,
    selector: () => STYLES.findLast(({ command }) => command.holds(editor))?.name ?? 'paragraph',
  });
  const editable = useEditorState({ editor, selector: () => editor.isEditable });
  const label = STYLES.find(({ name }) => name === present)?.label ?? words.paragraph;
  const choose = (name: unknown) => {
    const style = STYLES.find((candidate) => candidate.name === name);
    if (style !== undefined && !style.command.holds(editor)) style.command.run(editor);
  };
  return (
    <Menu.Root modal={false}>
      <Toolbar.Button
        className="toolbar-button toolbar-style"
        disabled={!editable}
        aria-label={text.toolbar.style(label)}
        render={<Menu.Trigger />}
      >
        <span>{label}</span>
        <ChevronDown aria-hidden="true" size={16} />
      </Toolbar.Button>
      <Menu.Portal>
        <Menu.Positioner className="popover-place" sideOffset={6} align="start" collisionPadding={12}>
          <Menu.Popup className="popover menu" finalFocus={() => editor.view.dom}>
            <Menu.RadioGroup value={present} onValueChange={choose}>
              {STYLES.map((style) => (
                <Menu.RadioItem key={style.name} value={style.name} className="menu-item" closeOnClick>
                  <Menu.RadioItemIndicator className="menu-check" keepMounted>
                    <Check aria-hidden="true" size={16} />
                  </Menu.RadioItemIndicator>
                  <span className={`menu-style menu-style-${style.name}`}>{style.label}</span>
                  <kbd>{keysText(style.keys)}</kbd>
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
