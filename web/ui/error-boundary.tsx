/** Catches what a component could not show, so that the page says so instead of turning blank. */

import { Component, type ReactNode } from 'react';
import { MessagePage } from './message-page.tsx';
import { text } from './text.ts';

interface ErrorBoundaryState {
  readonly failed: boolean;
}

interface ErrorBoundaryProps {
  readonly children: ReactNode;
  /** Shown in place of the page that says so: what can still be had. */
  readonly instead?: ReactNode;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { failed: false };

  static getDerivedStateFromError(): ErrorBoundaryState {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    if (this.props.instead !== undefined) return this.props.instead;
    return (
      <MessagePage heading={text.broken.heading} sentence={text.broken.sentence}>
        <button type="button" className="button button-primary" onClick={() => window.location.reload()}>
          {text.broken.reload}
        </button>
      </MessagePage>
    );
  }
}
