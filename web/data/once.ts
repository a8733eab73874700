// Names what is sent, so that it is done once: where the answer was lost on the way, the same words sent again are the same request.
import { useRef } from 'react';
import type { CallHeaders } from '../../src/api/call-input.ts';
import { AppError } from '../../src/api/errors.ts';

/** Runs `send` with a name that stays the same for the same body until the daemon has answered, whatever it answers. */
export type Once = <T>(body: unknown, send: (headers: CallHeaders) => Promise<T>) => Promise<T>;

export function useOnce(): Once {
  const sent = useRef<{ readonly text: string; readonly key: string } | null>(null);
  return async (body, send) => {
    const text = JSON.stringify(body);
    const now = sent.current?.text === text ? sent.current : { text, key: newKey() };
    sent.current = now;
    try {
      const answer = await send({ 'idempotency-key': now.key });
      sent.current = null;
      return answer;
    } catch (error) {
      // A refusal has made nothing; and when the daemon stopped in the middle, it asks the person to look before they send again.
      if (!isLost(error)) sent.current = null;
      throw error;
    }
  };
}

/** Whether nobody here knows what the daemon made of it. */
function isLost(error: unknown): boolean {
  return !(error instanceof AppError) || error.code === 'daemon_unreachable' || error.code === 'internal';
}

// `crypto.randomUUID` is not there on a page that is reached by plain HTTP over a network.
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
