// What is planned for a draft, changed by hand: its steps, what it looks like when it is done, what it waits for and why, and the rest.
import { useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { FieldProblems } from '../data/field-problems.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select, TextArea } from '../ui/field.tsx';
import { ByHandTrouble } from './by-hand-trouble.tsx';
import { listNames, planEditOf, planFieldsOf } from './plan-edit.ts';
import type { ListName, PlanFields } from './plan-edit.ts';
import { useByHand } from './use-by-hand.ts';
import { WaitsFields } from './waits-fields.tsx';
import { categoryWords } from './words.ts';
import type { Proposed } from './words.ts';

const listTitles: Readonly<Record<ListName, string>> = {
  steps: 'Plan',
  done_when: 'Done looks like',
  checks: 'Checks',
  prohibitions: 'Forbidden',
  risks: 'Risks',
  out_of_scope: 'Out of scope',
};

export function PlanDialog({
  request,
  task,
  onClose,
}: {
  request: RequestJson;
  task: Proposed;
  onClose: () => void;
}) {
  const hand = useByHand(request);
  const [revision, setRevision] = useState(request.revisions.length);
  const [fields, setFields] = useState(() => planFieldsOf(task));
  const problems = new FieldProblems(hand.refusal);
  const isAtField = listNames.some((name) => problems.at(`change.${name}`) !== undefined);
  const others = (request.revisions.at(-1)?.tasks ?? []).filter(({ key }) => key !== task.key);
  const edit = planEditOf(task, fields);
  const save = async (): Promise<void> => {
    if (edit === null || (await hand.send(edit, revision)) !== null) onClose();
  };
  return (
    <Dialog title={`Plan of “${task.title}”`} isOpen onClose={onClose} width="52rem">
      <form
        noValidate
        className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <ByHandTrouble
          hand={hand}
          isRefusalShown={!isAtField}
          onDone={onClose}
          onTakeTheirs={onClose}
          onGoOn={setRevision}
        />
        <div className="grid gap-3 sm:grid-cols-2">
          {listNames.map((name) => (
            <TextArea
              key={name}
              label={listTitles[name]}
              isCode={name === 'checks'}
              value={fields.lists[name]}
              error={problems.at(`change.${name}`)}
              onChange={(event) =>
                setFields({ ...fields, lists: { ...fields.lists, [name]: event.target.value } })
              }
            />
          ))}
        </div>
        <WaitsFields
          others={others}
          waits={fields.waits}
          onChange={(waits) => setFields({ ...fields, waits })}
        />
        <Kinds fields={fields} onChange={(change) => setFields({ ...fields, ...change })} />
        <p className="text-faint text-xs">
          One a line. The plan, the boundaries and what is forbidden are told to the agent below the prompt,
          which is put together anew when they change.
        </p>
        <Button tone="primary" type="submit" className="self-end" disabled={edit === null || hand.isBusy}>
          Save the plan
        </Button>
      </form>
    </Dialog>
  );
}

function Kinds({
  fields,
  onChange,
}: {
  fields: PlanFields;
  onChange: (change: Partial<PlanFields>) => void;
}) {
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      <Select
        label="Kind of work"
        value={fields.category}
        onChange={(event) => onChange({ category: event.target.value })}
      >
        <option value="">None of these</option>
        {Object.entries(categoryWords).map(([name, words]) => (
          <option key={name} value={name}>
            {words}
          </option>
        ))}
      </Select>
      <Select
        label="Size"
        value={fields.size}
        onChange={(event) => onChange({ size: event.target.value as PlanFields['size'] })}
      >
        <option value="small">small</option>
        <option value="medium">medium</option>
        <option value="large">large</option>
      </Select>
    </div>
  );
}
