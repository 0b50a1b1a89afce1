/** In place of a document that somebody else made in this browser offline: opened now, it would go to the server as one's own. */

import { Link } from 'wouter';
import { MessagePage } from '../ui/message-page.tsx';
import { text } from '../ui/text.ts';
import { words } from './words.ts';

export default function MadeByAnother() {
  return (
    <MessagePage heading={text.stopped.noAccess} sentence={words.refused.madeByAnother}>
      <Link href="/" className="button button-primary">
        {text.stopped.home}
      </Link>
    </MessagePage>
  );
}
