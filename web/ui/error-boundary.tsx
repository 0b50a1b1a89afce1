/** Catches what a component could not show, so that the page says so instead of turning blank. */

import { Component, type ReactNode } from 'react';
import { MessagePage } from './message-page.tsx';
import { text } from './text.ts';

interface ErrorBoundaryState {
  readonly failed: boolean;
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <MessagePage heading={text.broken.heading} sentence={text.broken.sentence}>
        <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
          {text.broken.reload}
        </button>
      </MessagePage>
    );
  }
}
