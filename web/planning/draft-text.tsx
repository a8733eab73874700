// The prompt of a draft, as it is now, to be read or changed on the spot. What is half changed is kept until it is saved; when
// somebody else has changed the same meanwhile, both versions are shown.
import { Pencil } from 'lucide-react';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { useKey } from '../data/keyed-store.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useTask } from '../data/queries.ts';
import { plainText } from '../ui/plain-text.ts';
import { BothVersions } from '../edits/both-versions.tsx';
import { Button } from '../ui/button.tsx';
import {
  beginEdit,
  bodyOf,
  clashes,
  fieldTitles,
  fieldsOf,
  onto,
  readEdit,
  writeEdit,
} from './draft-edit.ts';
import type { DraftEdit } from './draft-edit.ts';
import { DraftForm } from './draft-form.tsx';
import { useRequestChange } from './requests.ts';
import type { Proposed } from './words.ts';

export function DraftText({
  task,
  draft,
}: {
  task: Proposed;
  draft: RequestJson['drafts'][number] | undefined;
}) {
  // What was proposed is all there is of an old revision.
  if (draft === undefined) return <Prompt text={task.prompt} />;
  return <Editable id={draft.task_id} fallback={task.prompt} />;
}

function Editable({ id, fallback }: { id: string; fallback: string }) {
  const card = useKey(board.cards, id);
  const task = useTask(id, card?.version).data;
  const [kept, keep] = useKeptText(`draft.${id}`);
  const [clash, setClash] = useState<TaskJson | null>(null);
  const { isBusy, run } = useRequestChange();
  const edit = readEdit(kept);
  const set = (next: DraftEdit | null): void => keep(writeEdit(next));
  if (task === undefined) return <Prompt text={fallback} />;
  if (task.state !== 'draft') return <Prompt text={task.prompt} />;
  if (edit === null)
    return (
      <div>
        <Prompt text={task.prompt} />
        <Button size="small" className="mt-2" onClick={() => set(beginEdit(task))}>
          <Pencil className="size-3.5" aria-hidden /> Edit
        </Button>
      </div>
    );
  const save = async (what: DraftEdit): Promise<void> => {
    const body = bodyOf(what);
    if (body === null) return set(null);
    let current: TaskJson | null = null;
    const params = { task: id };
    const isSaved = await run(
      () => call(endpoints.editTask, { params, body }),
      (error) => {
        current = error.code === 'stale_version' ? taskIn(error.details) : null;
        return current !== null;
      },
    );
    board.refresh([id]);
    if (isSaved) {
      setClash(null);
      set(null);
    } else if (current !== null) await settle(what, current);
  };
  const settle = async (what: DraftEdit, current: TaskJson): Promise<void> => {
    // Who only moved it, or changed something else, is not in the way.
    if (clashes(what, fieldsOf(current)).length === 0) return save(onto(what, current));
    setClash(current);
  };
  const takeTheirs = (): void => {
    setClash(null);
    set(null);
  };
  return clash === null ? (
    <DraftForm edit={edit} isBusy={isBusy} onChange={set} onSave={save} onCancel={() => set(null)} />
  ) : (
    <BothVersions
      what="this draft"
      differences={clashes(edit, fieldsOf(clash)).map((name) => ({
        name: fieldTitles[name],
        theirs: fieldsOf(clash)[name],
        mine: edit.mine[name],
      }))}
      onKeepMine={() => void save(onto(edit, clash))}
      onTakeTheirs={takeTheirs}
      onGoOn={() => {
        set(onto(edit, clash));
        setClash(null);
      }}
    />
  );
}

/** The task as it is now, from the details of a refusal. */
function taskIn(details: Readonly<Record<string, unknown>>): TaskJson | null {
  const { current } = details;
  const isTask =
    typeof current === 'object' && current !== null && 'prompt' in current && 'version' in current;
  return isTask ? (current as TaskJson) : null;
}

function Prompt({ text }: { text: string }) {
  return <p className="untrusted text-sm leading-relaxed whitespace-pre-wrap">{plainText(text)}</p>;
}
