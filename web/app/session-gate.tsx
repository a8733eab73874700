// Lets in who is signed in, and leads everybody else to the sign-in. What is on the page stays there while somebody signs in
// again, so that nothing half written is lost.
import { lazy, Suspense, useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { AppError } from '../../src/api/errors.ts';
import { board } from '../data/board-store.ts';
import { call, whenSignedOut } from '../data/call.ts';
import { live } from '../data/live-socket.ts';
import { queryClient } from '../data/queries.ts';
import { keepToken, mayUseCookie, readToken, takeCode, whenSignedInElsewhere } from '../data/session.ts';
import { overlays } from '../palette/overlays.ts';
import { Trouble } from '../ui/trouble.tsx';

// Most who open the page are signed in.
const LoginPage = lazy(async () => ({ default: (await import('../login/login-page.tsx')).LoginPage }));

type Session =
  | { readonly kind: 'asking' }
  | { readonly kind: 'in' }
  | { readonly kind: 'out'; readonly why: string | null; readonly wasIn: boolean }
  | { readonly kind: 'unknown'; readonly error: unknown };

export function SessionGate({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<Session>({ kind: 'asking' });
  useEffect(() => {
    whenSignedOut(() => {
      // It would lie over the sign-in; what is written in it is kept.
      overlays.close();
      setSession((now) =>
        now.kind === 'in' ? { kind: 'out', why: 'Your session has ended.', wasIn: true } : now,
      );
    });
    void begin().then(setSession);
  }, []);
  const isIn = session.kind === 'in';
  useEffect(() => {
    if (!isIn) return undefined;
    live.start();
    board.start();
    return () => {
      board.stop();
      live.stop();
    };
  }, [isIn]);
  const isOut = session.kind === 'out';
  // The link of `tasklane open` opens another tab; this one, at the address that somebody wanted, need not be signed in as well.
  useEffect(() => (isOut ? whenSignedInElsewhere(signedIn) : undefined), [isOut]);
  function signedIn(): void {
    void queryClient.invalidateQueries();
    setSession({ kind: 'in' });
  }
  switch (session.kind) {
    case 'asking':
      return null;
    case 'unknown':
      return <Trouble error={session.error} onRetry={() => location.reload()} />;
    case 'out':
      return (
        <>
          {session.wasIn && <div className="hidden">{children}</div>}
          <Suspense>
            <LoginPage why={session.why} onSignedIn={signedIn} />
          </Suspense>
        </>
      );
    case 'in':
      return children;
  }
}

async function begin(): Promise<Session> {
  const code = takeCode();
  try {
    if (code !== null) {
      const session = await call(endpoints.loginWithCode, { body: { code, cookie: mayUseCookie() } });
      keepToken(session.token);
      return { kind: 'in' };
    }
    if (readToken() === null && !mayUseCookie()) return { kind: 'out', why: null, wasIn: false };
    await call(endpoints.whoAmI);
    return { kind: 'in' };
  } catch (error) {
    if (!(error instanceof AppError) || !['unauthorized', 'suspended', 'forbidden'].includes(error.code))
      return { kind: 'unknown', error };
    // Whoever has a session need not mind that a link was used twice.
    if (code !== null && readToken() !== null) return begin();
    const isNew = code === null && readToken() === null;
    return { kind: 'out', why: isNew ? null : error.message, wasIn: false };
  }
}
