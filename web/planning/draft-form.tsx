import type { KeyboardEvent } from 'react';
import { Button } from '../ui/button.tsx';
import { Field, TextArea } from '../ui/field.tsx';
import type { DraftEdit, DraftFields } from './draft-edit.ts';

/** A draft being changed by hand: its title, its prompt, and the files that it may change. */
export function DraftForm({
  edit,
  isBusy,
  onChange,
  onSave,
  onCancel,
}: {
  edit: DraftEdit;
  isBusy: boolean;
  onChange: (edit: DraftEdit) => void;
  onSave: (edit: DraftEdit) => Promise<void>;
  onCancel: () => void;
}) {
  const set = (change: Partial<DraftFields>): void =>
    onChange({ ...edit, mine: { ...edit.mine, ...change } });
  const canSave = edit.mine.title.trim() !== '' && edit.mine.prompt.trim() !== '' && !isBusy;
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey) || !canSave) return;
    event.preventDefault();
    void onSave(edit);
  };
  return (
    <form
      aria-label="Edit the draft"
      onKeyDown={onKey}
      onSubmit={(event) => {
        event.preventDefault();
        void onSave(edit);
      }}
      className="flex flex-col gap-3"
    >
      <Field
        label="Title"
        value={edit.mine.title}
        maxLength={200}
        onChange={(event) => set({ title: event.target.value })}
      />
      <TextArea
        label="Prompt"
        rows={8}
        value={edit.mine.prompt}
        onChange={(event) => set({ prompt: event.target.value })}
      />
      <TextArea
        label="May change only"
        rows={2}
        isCode
        hint="One path or glob a line. None: all files."
        value={edit.mine.owns}
        onChange={(event) => set({ owns: event.target.value })}
      />
      <div className="flex flex-wrap gap-2">
        <Button tone="primary" type="submit" disabled={!canSave}>
          Save <span className="opacity-80">⌘↵</span>
        </Button>
        <Button onClick={onCancel}>Drop my changes</Button>
      </div>
    </form>
  );
}
