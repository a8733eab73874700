// Who may sign in, and what they may do everywhere. What they may in a project is with the project.
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { UserEditJson, UserJson } from '../../src/api/account-schemas.ts';
import { askFirst } from '../data/confirm-store.ts';
import { call } from '../data/call.ts';
import { useMe } from '../data/queries.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Password } from './password.tsx';
import { Card, Refused, Row, Rows, Section, Tag } from './section.tsx';

export function People() {
  const users = useQuery({
    queryKey: ['users'],
    queryFn: async ({ signal }) => (await call(endpoints.listUsers, { query: { limit: 500 }, signal })).users,
  });
  const me = useMe().data?.user;
  return (
    <Section
      title="People"
      hint="An admin may do everything; a member what the projects let them that they belong to."
    >
      {users.error === null ? <AddUser /> : <Refused error={users.error} />}
      <Rows label="People">
        {(users.data ?? (me === undefined ? [] : [me])).map((user) => (
          <Person key={user.id} user={user} isMe={user.id === me?.id} canEdit={users.data !== undefined} />
        ))}
      </Rows>
    </Section>
  );
}

function Person({ user, isMe, canEdit }: { user: UserJson; isMe: boolean; canEdit: boolean }) {
  const { isBusy, run } = useChange('users', 'me');
  const [isOpen, setOpen] = useState(false);
  const params = { user: user.id };
  const edit = (body: UserEditJson): void => void run(() => call(endpoints.editUser, { params, body }));
  const remove = async (): Promise<void> => {
    const isSure = await askFirst({
      title: `Delete ${user.name}?`,
      text: 'Their tokens stop working. What they did stays in the log.',
      action: 'Delete',
      isDangerous: true,
    });
    if (isSure) await run(() => call(endpoints.deleteUser, { params }));
  };
  return (
    <Row label={user.name}>
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1">
          <p className="untrusted font-medium">
            {user.name} {isMe && <span className="text-faint text-xs font-normal">you</span>}
          </p>
          <p className="untrusted text-muted text-xs">{user.email ?? 'no address'}</p>
        </div>
        {user.is_home_owner && <Tag tone="accent">owner of the home</Tag>}
        {user.state === 'suspended' && <Tag tone="warn">suspended</Tag>}
        {canEdit ? (
          <select
            aria-label={`Role of ${user.name}`}
            value={user.role}
            disabled={isBusy}
            onChange={(event) => edit({ role: event.target.value === 'admin' ? 'admin' : 'member' })}
            className="border-line-strong bg-surface h-8 rounded-lg border px-2 text-sm"
          >
            <option>admin</option>
            <option>member</option>
          </select>
        ) : (
          <Tag>{user.role}</Tag>
        )}
        <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {user.has_password ? 'Change password' : 'Set password'}
        </Button>
        {canEdit && !isMe && (
          <>
            <Button
              size="small"
              disabled={isBusy}
              onClick={() => edit({ state: user.state === 'active' ? 'suspended' : 'active' })}
            >
              {user.state === 'active' ? 'Suspend' : 'Let in again'}
            </Button>
            <Button size="small" tone="quiet" disabled={isBusy} onClick={() => void remove()}>
              Delete
            </Button>
          </>
        )}
      </div>
      {isOpen && <Password user={user} isMe={isMe} onDone={() => setOpen(false)} />}
    </Row>
  );
}

function AddUser() {
  const { isBusy, run } = useChange('users');
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const add = async (): Promise<void> => {
    const body = { name: name.trim(), ...(email.trim() !== '' && { email: email.trim() }) };
    if (!(await run(() => call(endpoints.createUser, { body })))) return;
    setName('');
    setEmail('');
  };
  return (
    <Card label="Add a person">
      <form
        className="flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <Field
          label="Name"
          value={name}
          autoComplete="off"
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label="Email (optional)"
          type="email"
          value={email}
          autoComplete="off"
          onChange={(event) => setEmail(event.target.value)}
        />
        <Button type="submit" tone="primary" className="mb-0.5" disabled={name.trim() === '' || isBusy}>
          Add person
        </Button>
      </form>
    </Card>
  );
}
