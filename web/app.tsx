/** The screens and their addresses. */

import { Link, Route, Switch } from 'wouter';
import { CLOSE } from '../server/contract/close-codes.ts';
import { DOCUMENT_ID_PATTERN } from '../server/contract/limits.ts';
import { loadDocumentPage } from './documents/load-document-page.ts';
import { OpeningDocument } from './documents/opening.tsx';
import { ErrorBoundary } from './ui/error-boundary.tsx';
import { useKeyboardInset } from './ui/keyboard-inset.ts';
import { late } from './ui/late.tsx';
import { lateScreen } from './ui/late-screen.tsx';
import { MessagePage } from './ui/message-page.tsx';
import { NewVersion } from './ui/new-version.tsx';
import { sentenceOf } from './ui/sentence-of.ts';
import { text } from './ui/text.ts';

/** Each does without the other; the editor is most of the program. */
const HomePage = lateScreen(() => import('./documents/home-page.tsx'));
const DocumentPage = lateScreen(loadDocumentPage);

/** Rarely seen. */
const SignInPage = late(() => import('./accounts/sign-in-page.tsx'));
const WelcomePage = late(() => import('./accounts/welcome-page.tsx'));
const EntrancePage = late(() => import('./accounts/entrance-page.tsx'));
const AccountPage = late(() => import('./accounts/account-page.tsx'));
const PeoplePage = late(() => import('./accounts/people-page.tsx'));
const AdminPage = late(() => import('./admin/admin-page.tsx'));

export function App() {
  useKeyboardInset();
  return (
    <ErrorBoundary>
      <NewVersion />
      <Switch>
        <Route path="/">
          <HomePage meanwhile={null} />
        </Route>
        <Route path="/d/:id">{({ id }) => <DocumentRoute id={id} />}</Route>
        <Route path="/sign-in">
          <SignInPage />
        </Route>
        <Route path="/welcome">
          <WelcomePage />
        </Route>
        <Route path="/s">
          <EntrancePage />
        </Route>
        <Route path="/account">
          <AccountPage />
        </Route>
        <Route path="/people">
          <PeoplePage />
        </Route>
        <Route path="/admin">
          <AdminPage />
        </Route>
        <Route>
          <NotFound sentence={text.notFound.page} />
        </Route>
      </Switch>
    </ErrorBoundary>
  );
}

function DocumentRoute({ id }: { readonly id: string }) {
  if (!DOCUMENT_ID_PATTERN.test(id)) return <NotFound sentence={sentenceOf(CLOSE.noSuchDocument)} />;
  return <DocumentPage key={id} id={id} meanwhile={<OpeningDocument id={id} />} />;
}

function NotFound({ sentence }: { readonly sentence: string }) {
  return (
    <MessagePage heading={text.notFound.heading} sentence={sentence}>
      <Link href="/" className="button button-primary">
        {text.stopped.home}
      </Link>
    </MessagePage>
  );
}
