import { useQuery } from '@tanstack/react-query';
import { Terminal } from 'lucide-react';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { messageOf } from '../../src/api/errors.ts';
import { call } from '../data/call.ts';
import { keepToken, mayUseCookie } from '../data/session.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Logo } from '../ui/logo.tsx';

export function LoginPage({ why, onSignedIn }: { why: string | null; onSignedIn: () => void }) {
  const methods = useQuery({ queryKey: ['login'], queryFn: () => call(endpoints.loginMethods) });
  return (
    <main className="grid h-full place-items-center overflow-y-auto p-4">
      <div className="w-full max-w-sm">
        <div className="mb-6 flex flex-col items-center gap-3">
          <Logo className="size-11" />
          <h1 className="text-lg font-semibold tracking-tight">Sign in to Tasklane</h1>
        </div>
        {why !== null && (
          <p role="alert" className="bg-warn-soft text-warn mb-3 rounded-lg px-3 py-2 text-sm">
            {why}
          </p>
        )}
        <div className="bg-surface border-line shadow-card rounded-2xl border p-5">
          <div className="flex gap-3">
            <Terminal className="text-faint mt-0.5 size-4 shrink-0" aria-hidden />
            <p className="text-muted text-sm">
              On the machine of the daemon, run{' '}
              <code className="bg-sunken rounded px-1 py-0.5">tasklane open</code> and open the link that it
              prints.
            </p>
          </div>
          <hr className="border-line my-4" />
          <PasswordForm onSignedIn={onSignedIn} />
          {methods.data?.oidc === true && (
            <a
              href="/api/v1/login/oidc"
              className="border-line-strong hover:bg-hover mt-3 flex h-9 items-center justify-center rounded-lg border text-sm font-medium"
            >
              Continue with single sign-on
            </a>
          )}
        </div>
      </div>
    </main>
  );
}

function PasswordForm({ onSignedIn }: { onSignedIn: () => void }) {
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const submit = async (form: FormData): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const session = await call(endpoints.loginWithPassword, {
        body: {
          name: textIn(form, 'name'),
          password: textIn(form, 'password'),
          cookie: mayUseCookie(),
        },
      });
      keepToken(session.token);
      onSignedIn();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit(new FormData(event.currentTarget));
      }}
      className="flex flex-col gap-3"
    >
      <Field label="Name" name="name" autoComplete="username" required />
      <Field label="Password" name="password" type="password" autoComplete="current-password" required />
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
      <Button tone="primary" type="submit" disabled={isBusy} className="h-9 justify-center">
        Sign in
      </Button>
    </form>
  );
}

function textIn(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
