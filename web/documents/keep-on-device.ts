/** Brings a document onto this device without showing it: its text into the device's copy, its images into the cache. */

import { eachImage } from '../../server/contract/document/image-sources.ts';
import { readDocument } from '../../server/contract/document/read-document.ts';
import { IMAGE_PATH } from '../../server/contract/limits.ts';
import { sessions } from '../collab/sessions.ts';
import { titleOf } from '../collab/title.ts';
import { imageBytes } from '../lib/api.ts';
import { library } from './library.ts';

/** @returns whether it is here now. */
export async function keepOnDevice(id: string): Promise<boolean> {
  const { session, release } = sessions.hold(id, false);
  try {
    const isHere = await new Promise<boolean>((resolve) => {
      const look = () => {
        const { link, deviceCopy } = session.view.status;
        if (link.phase === 'opening' || deviceCopy === 'opening') return;
        end();
        resolve(link.phase === 'live' && deviceCopy === 'kept');
      };
      const end = session.subscribe(look);
      look();
    });
    if (!isHere) return false;
    library.note(id, { title: titleOf(session.doc).toString().trim() });
    const fetching: Promise<unknown>[] = [];
    eachImage(readDocument(session.doc).tree, (src) => src.startsWith(IMAGE_PATH) && fetching.push(imageBytes(src)));
    await Promise.all(fetching);
    // The browser is asked not to tidy it away; it may still say no.
    await navigator.storage?.persist?.();
    return true;
  } finally {
    release();
  }
}
