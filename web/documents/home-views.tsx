/** Which documents home shows: a view, or those with a tag. */

import { Tag } from 'lucide-react';
import { DOCUMENT_VIEWS, type TagList } from '../../server/contract/api.ts';
import { type HomeView, homeList } from './home-list.ts';
import { homeWords as words } from './home-words.ts';

export interface HomeViewsProps {
  readonly shown: HomeView;
  readonly tags: TagList['tags'];
}

export function HomeViews({ shown, tags }: HomeViewsProps) {
  return (
    <nav className="home-views" aria-label={words.views}>
      {DOCUMENT_VIEWS.map((view) => (
        <button
          key={view}
          type="button"
          className="home-view"
          aria-current={shown.kind === 'view' && shown.view === view ? 'true' : undefined}
          onClick={() => homeList.show({ kind: 'view', view })}
        >
          {words.view[view]}
        </button>
      ))}
      {tags.map(({ tag, documents }) => (
        <button
          key={tag}
          type="button"
          className="home-view"
          dir="auto"
          aria-current={shown.kind === 'tag' && shown.tag === tag ? 'true' : undefined}
          onClick={() => homeList.show({ kind: 'tag', tag })}
        >
          <Tag aria-hidden="true" size={14} />
          {tag} <span className="home-view-count">{documents}</span>
        </button>
      ))}
    </nav>
  );
}
