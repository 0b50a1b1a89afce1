/** Starts the page: fonts and styles, its language, who is asking, the app, the worker that makes it open offline. */

import '@fontsource-variable/inter/wght.css';
import '@fontsource-variable/inter/wght-italic.css';
import '@fontsource-variable/jetbrains-mono/wght.css';
import './ui/reset.css';
import './ui/tokens.css';
import './ui/ui.css';
// After the file that says the order of the layers.
import './documents/opening.css';
import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { signInFromAddress } from './accounts/sign-in.ts';
import { App } from './app.tsx';
import { leftComments } from './comments/left-comments.ts';
import { servedText } from './documents/served-text.ts';
import { imageStates } from './images/image-states.ts';
import { startOfflineWorker } from './offline-worker.ts';
import { language } from './ui/text.ts';

document.documentElement.lang = language;
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
servedText.keep(document);
await signInFromAddress();
// As a transition React draws the first page piece by piece, and lets in between whatever somebody does to the text
// that came with the page.
startTransition(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
startOfflineWorker();
// What an earlier visit could not send.
if (imageStates.areLeft) import('./images/image-queue.ts').then(({ resumeImages }) => resumeImages());
if (leftComments.are) import('./comments/own-outbox.ts').then(({ resumeComments }) => resumeComments());
