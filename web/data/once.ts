// Names what is sent, so that it is done once: where the answer was lost on the way, the same words sent again are the same request.
import { useRef } from 'react';
import type { CallHeaders } from '../../src/api/call-input.ts';

export interface Once {
  /** The same for the same body, until it was answered. */
  readonly headersFor: (body: unknown) => CallHeaders;
  /** It was done: the same words mean something new from now on. */
  readonly isDone: () => void;
}

export function useOnce(): Once {
  const sent = useRef<{ readonly text: string; readonly key: string } | null>(null);
  return {
    headersFor: (body) => {
      const text = JSON.stringify(body);
      if (sent.current?.text !== text) sent.current = { text, key: newKey() };
      return { 'idempotency-key': sent.current.key };
    },
    isDone: () => {
      sent.current = null;
    },
  };
}

// `crypto.randomUUID` is not there on a page that is reached by plain HTTP over a network.
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
