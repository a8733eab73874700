// Who belongs to a project, and what they may do in it.
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { MemberJson } from '../../src/api/account-schemas.ts';
import type { ProjectJson } from '../../src/api/schemas.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Refused } from './section.tsx';

const roles: readonly { readonly role: MemberJson['role']; readonly text: string }[] = [
  { role: 'viewer', text: 'viewer: looks' },
  { role: 'member', text: 'member: works on tasks' },
  { role: 'owner', text: 'owner: decides who belongs to it' },
];

export function Members({ project }: { project: ProjectJson }) {
  const { isBusy, run } = useChange('members');
  const [user, setUser] = useState('');
  const [role, setRole] = useState<MemberJson['role']>('member');
  const members = useQuery({
    queryKey: ['members', project.id],
    queryFn: async ({ signal }) =>
      (await call(endpoints.listMembers, { params: { project: project.id }, query: { limit: 500 }, signal }))
        .members,
  });
  const params = { project: project.id };
  const put = async (name: string, as: MemberJson['role']): Promise<boolean> =>
    run(() => call(endpoints.putMember, { params, body: { user: name, role: as } }));
  if (members.error !== null) return <Refused error={members.error} />;
  return (
    <section aria-label={`Members of ${project.name}`}>
      <h3 className="text-faint mb-1 text-xs font-medium">Members</h3>
      {members.data?.length === 0 && <p className="text-muted text-sm">Nobody but the admins.</p>}
      <ul className="flex flex-col gap-1">
        {(members.data ?? []).map((member) => (
          <li key={member.user} className="flex items-center gap-2">
            <span className="untrusted min-w-0 flex-1 truncate">{member.user}</span>
            <RoleChoice
              label={`Role of ${member.user}`}
              role={member.role}
              onChange={(as) => void put(member.user, as)}
            />
            <Button
              tone="quiet"
              size="icon"
              aria-label={`Take ${member.user} out of ${project.name}`}
              disabled={isBusy}
              onClick={() =>
                void run(() => call(endpoints.removeMember, { params: { ...params, user: member.user } }))
              }
            >
              <X className="size-4" aria-hidden />
            </Button>
          </li>
        ))}
      </ul>
      <form
        className="mt-2 flex flex-wrap items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          void put(user.trim(), role).then((isDone) => isDone && setUser(''));
        }}
      >
        <Field label="Person" value={user} onChange={(event) => setUser(event.target.value)} />
        <Select label="Role" value={role} onChange={(event) => setRole(roleNamed(event.target.value))}>
          {roles.map((one) => (
            <option key={one.role} value={one.role}>
              {one.text}
            </option>
          ))}
        </Select>
        <Button type="submit" className="mb-0.5" disabled={user.trim() === '' || isBusy}>
          Add member
        </Button>
      </form>
    </section>
  );
}

function RoleChoice({
  label,
  role,
  onChange,
}: {
  label: string;
  role: MemberJson['role'];
  onChange: (role: MemberJson['role']) => void;
}) {
  return (
    <select
      aria-label={label}
      value={role}
      onChange={(event) => onChange(roleNamed(event.target.value))}
      className="border-line-strong bg-surface h-8 rounded-lg border px-2 text-sm"
    >
      {roles.map((one) => (
        <option key={one.role} value={one.role}>
          {one.role}
        </option>
      ))}
    </select>
  );
}

function roleNamed(name: string): MemberJson['role'] {
  return roles.find((one) => one.role === name)?.role ?? 'viewer';
}
