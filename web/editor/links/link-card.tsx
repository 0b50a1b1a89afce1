/**
 * A card beside a link or the mention of a document, under the pointer or at the caret: where it leads, and what can be
 * done with it. Nothing is asked of the other server: it would learn who reads.
 */

import { type Editor, posToDOMRect } from '@tiptap/core';
import { useEditorState } from '@tiptap/react';
import { Copy, ExternalLink, FileText, Globe, type LucideIcon, Pencil, Unlink } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { copyText } from '../../lib/clipboard.ts';
import { browserEnvironment } from '../../lib/environment.ts';
import { Floating } from '../../ui/floating.tsx';
import { RovingToolbar, ToolbarButton } from '../../ui/roving-toolbar.tsx';
import { text } from '../../ui/text.ts';
import { Tip } from '../../ui/tip.tsx';
import type { Desk } from '../acts.ts';
import { useEscape, useFocus, usePressed } from '../bars/focus-hooks.ts';
import { removeLink } from '../commands.ts';
import { type LinkTarget, linkTarget, mentionTarget, targetAtSelection } from './link-target.ts';
import { openTarget } from './open-link.ts';
import './link-card.css';
import '../panels/panels.css';

const words = text.link;

/** A pointer that passes by asks nothing, and may leave the link on its way to the card. */
const REST_MS = 400;
const LEAVE_MS = 300;

export interface LinkCardProps {
  readonly desk: Desk;
  /** The title of a document, where this device knows it. */
  titleOf(documentId: string): string | undefined;
}

export default function LinkCard({ desk, titleOf }: LinkCardProps) {
  const { editor } = desk;
  const atCaret = useEditorState({ editor, selector: () => targetAtSelection(editor.state) });
  const isPressed = usePressed(editor);
  const [isFocused, focusProps] = useFocus(editor);
  const [pointed, hoverProps] = usePointedTarget(editor);
  const [hidden, setHidden] = useState<string | null>(null);
  const target = pointed ?? (isFocused && !isPressed ? atCaret : null);
  const version = target && `${target.from}-${target.to}`;
  const isShown = target !== null && version !== hidden;
  useEscape(editor, isShown, () => setHidden(version));
  if (!isShown) return null;
  return (
    <Floating
      className="popover link-card"
      placement="bottom-start"
      context={editor.view.dom}
      rectOf={() => posToDOMRect(editor.view, target.from, target.to)}
      version={version}
      {...focusProps}
      {...hoverProps}
    >
      <Card desk={desk} target={target} title={target.documentId === null ? undefined : titleOf(target.documentId)} />
    </Floating>
  );
}

interface CardProps {
  readonly desk: Desk;
  readonly target: LinkTarget;
  readonly title: string | undefined;
}

function Card({ desk, target, title }: CardProps) {
  const { editor } = desk;
  const goThere = () =>
    editor
      .chain()
      .setTextSelection(target.from + 1)
      .focus()
      .run();
  const isChangeable = editor.isEditable && target.kind === 'link';
  const { documentId, address } = target;
  return (
    <>
      <p className="link-card-where">
        {documentId === null ? <Globe aria-hidden="true" size={16} /> : <FileText aria-hidden="true" size={16} />}
        <span dir="auto">{documentId === null ? shortAddress(address) : (title ?? words.unknownDocument)}</span>
      </p>
      <RovingToolbar className="bubble-bar" label={words.card}>
        <CardButton label={words.open} Icon={ExternalLink} onClick={() => openTarget(target)} />
        <CardButton label={words.copy} Icon={Copy} onClick={() => copyAddress(desk, address)} />
        {isChangeable && (
          <CardButton
            label={words.edit}
            Icon={Pencil}
            onClick={() => {
              goThere();
              desk.open('link');
            }}
          />
        )}
        {isChangeable && (
          <CardButton
            label={words.remove}
            Icon={Unlink}
            onClick={() => {
              goThere();
              removeLink(editor);
            }}
          />
        )}
      </RovingToolbar>
    </>
  );
}

interface CardButtonProps {
  readonly label: string;
  readonly Icon: LucideIcon;
  onClick(): void;
}

function CardButton({ label, Icon, onClick }: CardButtonProps) {
  return (
    <Tip label={label}>
      <ToolbarButton
        className="toolbar-button"
        aria-label={label}
        onMouseDown={(event) => event.preventDefault()}
        onClick={onClick}
      >
        <Icon aria-hidden="true" size={17} strokeWidth={1.9} />
      </ToolbarButton>
    </Tip>
  );
}

/** The link or mention that the pointer rests on, until it has left both it and the card. */
function usePointedTarget(editor: Editor) {
  const [target, setTarget] = useState<LinkTarget | null>(null);
  const cancel = useRef<() => void>(() => undefined);
  const showSoon = (next: LinkTarget | null, delayMs: number) => {
    cancel.current();
    cancel.current = browserEnvironment.after(delayMs, () => setTarget(next));
  };
  const latest = useRef(showSoon);
  latest.current = showSoon;
  useEffect(() => {
    if (editor.isDestroyed) return;
    const { view } = editor;
    const over = ({ target: element, pointerType }: PointerEvent) => {
      if (pointerType !== 'mouse' || !(element instanceof Element)) return;
      const link = element.closest('a, .mention');
      const found = link && targetOf(view, link);
      latest.current(found ?? null, found ? REST_MS : LEAVE_MS);
    };
    const leave = () => latest.current(null, LEAVE_MS);
    view.dom.addEventListener('pointerover', over);
    view.dom.addEventListener('pointerleave', leave);
    return () => {
      cancel.current();
      view.dom.removeEventListener('pointerover', over);
      view.dom.removeEventListener('pointerleave', leave);
    };
  }, [editor]);
  const hoverProps = {
    onPointerEnter: () => cancel.current(),
    onPointerLeave: () => showSoon(null, LEAVE_MS),
  };
  return [target, hoverProps] as const;
}

function targetOf(view: Editor['view'], element: Element): LinkTarget | null {
  const position = view.posAtDOM(element, 0);
  const node = view.state.doc.nodeAt(position);
  return (node && mentionTarget(node, position)) ?? linkTarget(view.state, position);
}

function copyAddress({ say }: Desk, address: string): void {
  void copyText(new URL(address, window.location.href).href).then((isCopied) =>
    say(isCopied ? text.notices.linkCopied : text.notices.noClipboard),
  );
}

/** Without what everybody knows, and not longer than a line. */
function shortAddress(address: string): string {
  return address.replace(/^(?:https?:\/\/(?:www\.)?|mailto:|tel:)/, '').replace(/\/$/, '');
}
