import { useState } from 'react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { UserJson } from '../../src/api/account-schemas.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';

/** A password for oneself, or as an admin for somebody else. It is never kept in the browser. */
export function Password({ user, isMe, onDone }: { user: UserJson; isMe: boolean; onDone: () => void }) {
  const { isBusy, run } = useChange('users', 'me');
  const [password, setPassword] = useState('');
  const [current, setCurrent] = useState('');
  const needsCurrent = isMe && user.has_password;
  const save = async (): Promise<void> => {
    const body = { password, ...(needsCurrent && { current }) };
    if (!(await run(() => call(endpoints.setPassword, { params: { user: user.id }, body })))) return;
    toast.success(`The password of ${user.name} is set`);
    onDone();
  };
  return (
    <form
      className="mt-2 flex flex-wrap items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {needsCurrent && (
        <Field
          label="Current password"
          type="password"
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.target.value)}
        />
      )}
      <Field
        label="New password, at least 10 characters"
        type="password"
        autoComplete="new-password"
        minLength={10}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      <Button type="submit" tone="primary" className="mb-0.5" disabled={password.length < 10 || isBusy}>
        Set password
      </Button>
    </form>
  );
}
