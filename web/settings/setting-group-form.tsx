// A group of settings: closed, it says how many are set here; open, it is a part of the form.
import { useState } from 'react';
import { Disclosure } from '../ui/disclosure.tsx';
import { Tag } from './section.tsx';
import type { SettingGroup } from './setting-fields.ts';
import { SettingInput } from './setting-input.tsx';
import type { SettingInputProps } from './setting-input.tsx';

export function SettingGroupForm({
  group,
  ...rest
}: Omit<SettingInputProps, 'field'> & { group: SettingGroup }) {
  const [wanted, setOpen] = useState(group.title === 'Checks');
  const keys = group.fields.map(({ key }) => key);
  const set = keys.filter((key) => rest.mine[key] !== undefined).length;
  const isWrong = [...rest.problems.keys()].some((path) => keys.includes(path.split('.')[0] ?? ''));
  const isOpen = wanted || isWrong;
  return (
    <div role="group" aria-label={group.title} className="border-line border-t py-2">
      <div className="flex items-center gap-2">
        <Disclosure isOpen={isOpen} onToggle={() => setOpen(!isOpen)}>
          <span className="text-sm font-medium">{group.title}</span>
        </Disclosure>
        {set > 0 && <Tag tone="accent">{`${set} set here`}</Tag>}
      </div>
      {isOpen && (
        <div className="mt-2 grid gap-3 pb-2 sm:grid-cols-2">
          {group.fields.map((field) => (
            <SettingInput key={field.key} field={field} {...rest} />
          ))}
        </div>
      )}
    </div>
  );
}
