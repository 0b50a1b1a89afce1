/** Mod+K at home: what can be made here, what is shown, where else one can go, and every document. */

import { FilePlus2, FileUp, Keyboard, List, Sparkles, Tag, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { DOCUMENT_VIEWS } from '../../server/contract/api.ts';
import { useSession } from '../accounts/session-state.ts';
import { words as accountWords } from '../accounts/words.ts';
import { keysText } from '../ui/keys.ts';
import { text } from '../ui/text.ts';
import type { Arrival } from './arrival-state.ts';
import { FinderDialog, type Finding } from './finder-dialog.tsx';
import { homeList } from './home-list.ts';
import { homeWords as words } from './home-words.ts';

export interface HomeFinderProps {
  /** Whether what is made here would ever leave this device. */
  readonly mayMake: boolean;
  onMake(arrival: Arrival['arrival']): void;
  onImport(): void;
  onShortcuts(): void;
  onClose(): void;
}

export default function HomeFinder({ mayMake, onMake, onImport, onShortcuts, onClose }: HomeFinderProps) {
  const pages = usePages();
  const group = text.sections.page;
  const making: readonly Finding[] = [
    { id: 'new', label: words.newDocument, group, Icon: FilePlus2, run: () => onMake('blank') },
    { id: 'import', label: text.exchange.importCard, group, Icon: FileUp, run: onImport },
    { id: 'sample', label: words.sampleCard, group, Icon: Sparkles, run: () => onMake('sample') },
  ];
  const label = text.commands.shortcuts;
  const keys: Finding = { id: 'shortcuts', label, group, Icon: Keyboard, note: keysText('?'), run: onShortcuts };
  const acts = [...(mayMake ? making : []), keys, ...pages, ...lists()];
  return <FinderDialog {...{ acts, onClose }} documentId={null} />;
}

/** The views and the tags of the list. */
function lists(): readonly Finding[] {
  const group = words.views;
  const views = DOCUMENT_VIEWS.map((view) => ({
    ...{ id: `view ${view}`, label: words.view[view], group, Icon: List },
    run: () => homeList.show({ kind: 'view', view }),
  }));
  const tags = homeList.state.tags.map(({ tag }) => ({
    ...{ id: `tag ${tag}`, label: tag, group, Icon: Tag },
    run: () => homeList.show({ kind: 'tag', tag }),
  }));
  return [...views, ...tags];
}

/** Of somebody with an account. */
function usePages(): readonly Finding[] {
  const session = useSession();
  const [, navigate] = useLocation();
  return useMemo(() => {
    if (session?.kind !== 'person') return [];
    const to = (address: string, label: string): Finding => ({
      ...{ id: address, label, group: text.sections.page, Icon: UserRound },
      run: () => navigate(address),
    });
    const own = to('/account', session.name);
    const { people, account } = accountWords;
    return session.isAdmin ? [own, to('/people', people.heading), to('/admin', account.server)] : [own];
  }, [session, navigate]);
}
