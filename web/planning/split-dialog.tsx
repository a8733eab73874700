// One draft becomes several: each with its title, its prompt and, where the person says so, its files. What is half written is kept.
import { Plus, X } from 'lucide-react';
import { useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { FieldProblems } from '../data/field-problems.ts';
import { useKeptText } from '../data/kept-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, TextArea } from '../ui/field.tsx';
import { ByHandTrouble } from './by-hand-trouble.tsx';
import { noPart, readParts, splitOf, writeParts } from './split-parts.ts';
import type { Part } from './split-parts.ts';
import { useByHand } from './use-by-hand.ts';
import type { Proposed } from './words.ts';

export function SplitDialog({
  request,
  task,
  onClose,
}: {
  request: RequestJson;
  task: Proposed;
  onClose: () => void;
}) {
  const hand = useByHand(request);
  const [kept, keep] = useKeptText(`split.${request.id}.${task.key}`);
  // The one that was read when it began, whatever happens meanwhile.
  const [revision, setRevision] = useState(request.revisions.length);
  const parts = readParts(kept) ?? [{ title: task.title, prompt: task.prompt, owns: '' }, noPart];
  const problems = new FieldProblems(hand.refusal);
  const set = (index: number, change: Partial<Part>): void =>
    keep(writeParts(parts.map((part, at) => (at === index ? { ...part, ...change } : part))));
  const done = (): void => {
    keep('');
    onClose();
  };
  const canSplit = parts.every((part) => part.title.trim() !== '' && part.prompt.trim() !== '');
  const split = async (): Promise<void> => {
    if ((await hand.send(splitOf(task.key, parts), revision)) !== null) done();
  };
  return (
    <Dialog title={`Split “${task.title}”`} isOpen onClose={onClose} width="44rem">
      <form
        noValidate
        className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (canSplit) void split();
        }}
      >
        <p className="text-muted text-sm">
          The first part keeps the number. Who waits for the whole waits for all parts. Parts without files of
          their own come one after the other.
        </p>
        <ByHandTrouble
          hand={hand}
          isRefusalShown={!problems.areAll('change.into.')}
          onDone={done}
          onTakeTheirs={done}
          onGoOn={setRevision}
        />
        {parts.map((part, index) => (
          <PartFields
            key={index}
            number={index + 1}
            part={part}
            problemOf={(name) => problems.at(`change.into.${index}.${name}`)}
            onChange={(change) => set(index, change)}
            onRemove={parts.length > 2 ? () => keep(writeParts(parts.filter((_, at) => at !== index))) : null}
          />
        ))}
        <div className="flex flex-wrap gap-2">
          <Button onClick={() => keep(writeParts([...parts, noPart]))}>
            <Plus className="size-4" aria-hidden /> Add a part
          </Button>
          <span className="flex-1" />
          <Button tone="primary" type="submit" disabled={!canSplit || hand.isBusy}>
            Split into {parts.length}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function PartFields({
  number,
  part,
  problemOf,
  onChange,
  onRemove,
}: {
  number: number;
  part: Part;
  problemOf: (name: keyof Part) => string | undefined;
  onChange: (change: Partial<Part>) => void;
  /** Null: there must be two. */
  onRemove: (() => void) | null;
}) {
  return (
    <fieldset className="border-line flex flex-col gap-3 rounded-xl border px-4 pt-1 pb-3">
      <legend className="text-muted flex items-center gap-1 px-1 text-sm font-medium">
        Part {number}
        {onRemove !== null && (
          <Button tone="quiet" size="tiny" aria-label={`Remove part ${number}`} onClick={onRemove}>
            <X className="size-3.5" aria-hidden />
          </Button>
        )}
      </legend>
      <Field
        label="Title"
        value={part.title}
        error={problemOf('title')}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <TextArea
        label="Prompt"
        value={part.prompt}
        error={problemOf('prompt')}
        onChange={(event) => onChange({ prompt: event.target.value })}
      />
      <TextArea
        label="May change only"
        rows={1}
        isCode
        hint="One path or glob a line. None: the files of the whole."
        value={part.owns}
        error={problemOf('owns')}
        onChange={(event) => onChange({ owns: event.target.value })}
      />
    </fieldset>
  );
}
