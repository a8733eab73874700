// Several drafts become one: which ones, and what it is called.
import { useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { FieldProblems } from '../data/field-problems.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, TextArea } from '../ui/field.tsx';
import { ByHandTrouble } from './by-hand-trouble.tsx';
import { useByHand } from './use-by-hand.ts';
import type { Proposed } from './words.ts';

export function MergeDialog({
  request,
  first,
  onClose,
}: {
  request: RequestJson;
  first: Proposed;
  onClose: () => void;
}) {
  const hand = useByHand(request);
  const [{ revision, tasks }, setRead] = useState(() => newest(request));
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [title, setTitle] = useState('');
  const [prompt, setPrompt] = useState('');
  const problems = new FieldProblems(hand.refusal);
  const all = [first, ...tasks.filter(({ key }) => chosen.includes(key))];
  const merge = async (): Promise<void> => {
    const merged = await hand.send(
      {
        type: 'merge',
        keys: all.map(({ key }) => key),
        ...(title.trim() !== '' && { title: title.trim() }),
        ...(prompt.trim() !== '' && { prompt }),
      },
      revision,
    );
    if (merged !== null) onClose();
  };
  return (
    <Dialog title={`Merge “${first.title}” with others`} isOpen onClose={onClose} width="44rem">
      <form
        noValidate
        className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (all.length > 1) void merge();
        }}
      >
        <p className="text-muted text-sm">
          It keeps its number, and gets the plans, the files and what they wait for of all.
        </p>
        <ByHandTrouble
          hand={hand}
          isRefusalShown={!problems.areAll('change.title') && !problems.areAll('change.prompt')}
          onDone={onClose}
          onTakeTheirs={onClose}
          onGoOn={() => setRead(newest(request))}
        />
        <Others tasks={tasks.filter(({ key }) => key !== first.key)} chosen={chosen} onChange={setChosen} />
        <Field
          label="Title"
          value={title}
          placeholder={all.map((task) => task.title).join('; ')}
          error={problems.at('change.title')}
          hint="Empty: theirs, one after the other."
          onChange={(event) => setTitle(event.target.value)}
        />
        <TextArea
          label="Prompt"
          rows={4}
          value={prompt}
          placeholder={all.map((task) => task.prompt).join('\n\n')}
          error={problems.at('change.prompt')}
          hint="Empty: theirs, one after the other."
          onChange={(event) => setPrompt(event.target.value)}
        />
        <Button tone="primary" type="submit" className="self-end" disabled={all.length < 2 || hand.isBusy}>
          Merge {all.length > 1 ? `these ${all.length}` : ''}
        </Button>
      </form>
    </Dialog>
  );
}

function newest({ revisions }: RequestJson): {
  readonly revision: number;
  readonly tasks: readonly Proposed[];
} {
  return { revision: revisions.length, tasks: revisions.at(-1)?.tasks ?? [] };
}

function Others({
  tasks,
  chosen,
  onChange,
}: {
  tasks: readonly Proposed[];
  chosen: readonly string[];
  onChange: (keys: readonly string[]) => void;
}) {
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="text-muted mb-1 text-xs font-medium">With</legend>
      {tasks.map(({ key, title }) => (
        <label key={key} className="flex items-center gap-2 text-sm">
          <input
            type="checkbox"
            className="accent-accent size-4 shrink-0"
            checked={chosen.includes(key)}
            onChange={() =>
              onChange(chosen.includes(key) ? chosen.filter((one) => one !== key) : [...chosen, key])
            }
          />
          <span className="untrusted min-w-0">{title}</span>
        </label>
      ))}
    </fieldset>
  );
}
