/** The list behind "From a template". */

import { FileText, LayoutTemplate } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import type { DocumentSummary } from '../../server/contract/api.ts';
import { ask } from '../lib/api.ts';
import { text } from '../ui/text.ts';
import { TEMPLATES } from './arrival-state.ts';
import { homeList } from './home-list.ts';
import { homeWords as words } from './home-words.ts';
import type { TemplateMenuProps } from './template-menu.tsx';

export default function TemplateList({ isAway, onChoose, onDone, onClose }: TemplateMenuProps & { onClose(): void }) {
  const [own, setOwn] = useState<readonly DocumentSummary[]>([]);
  const [, navigate] = useLocation();
  useEffect(() => {
    if (isAway) return;
    void ask('GET /api/documents', { query: { view: 'templates' } }).then(
      (list) => list.ok && setOwn(list.value.documents),
    );
  }, [isAway]);
  const begin = async ({ id, title }: DocumentSummary) => {
    onClose();
    const made = await homeList.copy(id, title);
    if (made === null) onDone(words.failed);
    else navigate(`/d/${made}`);
  };
  return (
    <>
      {TEMPLATES.map((template) => (
        <button key={template} type="button" className="menu-item" onClick={() => onChoose(template)}>
          <FileText aria-hidden="true" size={16} />
          <span>{words.templates[template]}</span>
        </button>
      ))}
      {own.map((document) => (
        <button key={document.id} type="button" className="menu-item" onClick={() => void begin(document)}>
          <LayoutTemplate aria-hidden="true" size={16} />
          <span dir="auto">{document.title === '' ? text.untitled : document.title}</span>
        </button>
      ))}
    </>
  );
}
