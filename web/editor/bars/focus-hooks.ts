/** What boxes beside the text ask of it: whether the focus is there, and whether somebody wants them away. */

import type { Editor } from '@tiptap/core';
import { useCallback, useEffect, useRef, useState } from 'react';
import { browserEnvironment } from '../../lib/environment.ts';

/** While the button of the pointer is down the selection is still being made. */
export function usePressed(editor: Editor): boolean {
  const [isPressed, setPressed] = useState(false);
  useEffect(() => {
    const { dom } = editor.view;
    const press = () => setPressed(true);
    const release = () => setPressed(false);
    dom.addEventListener('pointerdown', press);
    window.addEventListener('pointerup', release);
    window.addEventListener('pointercancel', release);
    return () => {
      dom.removeEventListener('pointerdown', press);
      window.removeEventListener('pointerup', release);
      window.removeEventListener('pointercancel', release);
    };
  }, [editor]);
  return isPressed;
}

/** Whether the focus is in the text, in the bar, or in one of the bar's menus, which stand elsewhere in the page. */
export function useFocus(editor: Editor) {
  const [isFocused, setFocused] = useState(editor.isFocused);
  const cancel = useRef<() => void>(() => undefined);
  const onFocus = useCallback(() => {
    cancel.current();
    setFocused(true);
  }, []);
  // On its way from one to the other the focus is nowhere for a moment.
  const onBlur = useCallback(() => {
    cancel.current();
    cancel.current = browserEnvironment.after(0, () => setFocused(false));
  }, []);
  useEffect(() => {
    editor.on('focus', onFocus);
    editor.on('blur', onBlur);
    return () => {
      cancel.current();
      editor.off('focus', onFocus);
      editor.off('blur', onBlur);
    };
  }, [editor, onFocus, onBlur]);
  return [isFocused, { onFocus, onBlur }] as const;
}

/** On its way down: in the text the editor takes the key. In a menu of the bar it is the menu's. */
export function useEscape(editor: Editor, isActive: boolean, hide: () => void): void {
  const latest = useRef(hide);
  latest.current = hide;
  useEffect(() => {
    if (!isActive) return;
    const onKey = ({ key, target }: KeyboardEvent) => {
      if (key !== 'Escape' || !(target instanceof Element)) return;
      const isInBar = target.closest('.bubble, .link-card') !== null;
      if (isInBar) editor.view.focus();
      if (isInBar || editor.view.dom.contains(target)) latest.current();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [editor, isActive]);
}
