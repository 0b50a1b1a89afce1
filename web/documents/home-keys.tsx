/** The keys of home, and what they open: Mod+K the command menu, `?` the list of every shortcut. */

import { useEffect, useState } from 'react';
import { whenIdle } from '../lib/idle.ts';
import { isApple, isLetterTyped } from '../ui/keys.ts';
import { late } from '../ui/late.tsx';
import type { HomeFinderProps } from './home-finder.tsx';

const HomeFinder = late(() => import('./home-finder.tsx'));
const ShortcutsDialog = late(() => import('../editor/panels/shortcuts-dialog.tsx'));

type Opened = 'finder' | 'shortcuts';

export function HomeKeys(props: Omit<HomeFinderProps, 'onShortcuts' | 'onClose'>) {
  const [opened, setOpened] = useState<Opened | null>(null);
  // What is typed right after its key must find it there.
  useEffect(() => whenIdle(HomeFinder.prefetch), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const asked = event.defaultPrevented ? null : askedFor(event);
      if (asked === null) return;
      event.preventDefault();
      setOpened(asked);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const onClose = () => setOpened(null);
  return (
    <>
      {opened === 'finder' && <HomeFinder {...props} onShortcuts={() => setOpened('shortcuts')} onClose={onClose} />}
      {opened === 'shortcuts' && <ShortcutsDialog onClose={onClose} />}
    </>
  );
}

/** The same keys as in a document, where the catalogue of the editor binds them (web/editor/acts.ts). */
function askedFor(event: KeyboardEvent): Opened | null {
  const { key, shiftKey, altKey } = event;
  const [mod, other] = isApple ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  if (!mod) return key === '?' && !isLetterTyped(event) ? 'shortcuts' : null;
  if (other || altKey) return null;
  if (key === '/') return 'shortcuts';
  return key.toLowerCase() === 'k' && !shiftKey ? 'finder' : null;
}
