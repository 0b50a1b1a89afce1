/** Which panels beside the text somebody asked for on this page, and which stood open when it came. */

import { useRef } from 'react';
import { usePageView } from '../editor/panels/page-view.ts';

/** False for one that was open from the beginning, until it was closed once. */
export interface FreshPanels {
  readonly history: boolean;
  readonly comments: boolean;
  readonly outline: boolean;
}

/** Asked where the page begins: there are buttons for panels before there is anything to stand beside. */
export function useFreshPanels(): FreshPanels {
  const { hasHistory, hasComments, hasOutline } = usePageView();
  return { history: useIsFresh(hasHistory), comments: useIsFresh(hasComments), outline: useIsFresh(hasOutline) };
}

function useIsFresh(isOpen: boolean): boolean {
  const wasOpen = useRef(isOpen);
  wasOpen.current &&= isOpen;
  return !wasOpen.current;
}
