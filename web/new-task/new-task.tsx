// A new task, from anywhere. What is half written stays, also over a reload, until it is created.
import { useNavigate } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { toast } from '../toast/toast.ts';
import { policyNames, priorities } from '../../src/api/choices.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { messageOf } from '../../src/api/errors.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { useOnce } from '../data/once.ts';
import { useAgents, useProjects } from '../data/queries.ts';
import { overlays } from '../palette/overlays.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { bodyOf, emptyDraft, keptDraft, keepDraft } from './draft.ts';
import type { TaskDraft } from './draft.ts';

const policyHints: Readonly<Record<string, string>> = {
  develop: 'develop — applied by itself, one after the other',
  workspace: 'workspace — stays open until you complete it',
  board: 'board — ready for review when checked',
  parallel: 'parallel — several at once, for orchestrators',
  subagent: 'subagent — for helpers of an agent',
};

export function NewTask({ isOpen }: { isOpen: boolean }) {
  const [draft, setDraft] = useState<TaskDraft>(keptDraft);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const once = useOnce();
  const projects = useProjects().data ?? [];
  const navigate = useNavigate();
  const project = draft.project === '' ? (projects[0]?.name ?? '') : draft.project;
  useEffect(() => keepDraft(draft), [draft]);
  const set = (change: Partial<TaskDraft>): void => setDraft((before) => ({ ...before, ...change }));

  const create = async (isDraft: boolean): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      const body = bodyOf({ ...draft, project }, isDraft);
      const task = await once(body, (headers) => call(endpoints.createTask, { body, headers }));
      board.refresh([task.id]);
      setDraft({ ...emptyDraft, project: draft.project, agent: draft.agent, policy: draft.policy });
      overlays.close();
      toast.success(`#${task.number} ${isDraft ? 'is a draft' : 'is queued'}`, {
        description: task.warnings[0] ?? task.title,
        action: {
          label: 'Open',
          onClick: () => void navigate({ to: '/tasks/$task', params: { task: task.id } }),
        },
      });
    } catch (error) {
      setProblem(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    if (canCreate) void create(event.shiftKey);
  };
  const canCreate = draft.prompt.trim() !== '' && project !== '' && !isBusy;
  return (
    <Dialog title="New task" isOpen={isOpen} onClose={() => overlays.close()} width="42rem">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void create(false);
        }}
        onKeyDown={onKey}
        className="flex min-h-0 flex-col"
      >
        <div className="flex min-h-0 flex-col gap-3 overflow-y-auto px-5 py-4">
          <Prompt value={draft.prompt} onChange={(prompt) => set({ prompt })} />
          {projects.length === 0 && (
            <p className="text-warn bg-warn-soft rounded-lg px-3 py-2 text-sm">
              No project yet. Run <code>tasklane project add</code> in a git repository first.
            </p>
          )}
          <MainChoices
            draft={{ ...draft, project }}
            projects={projects.map((one) => one.name)}
            onChange={set}
          />
          <MoreChoices draft={draft} onChange={set} />
        </div>
        <div className="border-line flex flex-wrap items-center gap-2 border-t px-5 py-3">
          <p role="alert" className="untrusted text-bad min-w-0 flex-1 text-sm">
            {problem}
          </p>
          <Button disabled={!canCreate} onClick={() => void create(true)}>
            Save as draft
          </Button>
          <Button tone="primary" type="submit" disabled={!canCreate}>
            Start task <span className="opacity-80">⌘↵</span>
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function Prompt({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const area = useRef<HTMLTextAreaElement>(null);
  useEffect(() => area.current?.focus(), []);
  return (
    <textarea
      ref={area}
      aria-label="What do you want?"
      placeholder="What do you want? In plain words."
      value={value}
      onChange={(event) => onChange(event.target.value)}
      rows={5}
      className="placeholder:text-faint field-sizing-content max-h-[38vh] min-h-28 w-full resize-none bg-transparent text-[0.9375rem] leading-relaxed outline-none"
    />
  );
}

interface Choices {
  readonly draft: TaskDraft;
  readonly onChange: (change: Partial<TaskDraft>) => void;
}

function MainChoices({ draft, projects, onChange }: Choices & { projects: readonly string[] }) {
  const agents = useAgents().data ?? [];
  return (
    <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
      <Select
        label="Project"
        value={draft.project}
        onChange={(event) => onChange({ project: event.target.value })}
      >
        {projects.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </Select>
      <Select label="Agent" value={draft.agent} onChange={(event) => onChange({ agent: event.target.value })}>
        <option value="">Default of the project</option>
        {agents.map((agent) => (
          <option key={agent.name} value={agent.name} disabled={!agent.found}>
            {agent.title}
            {agent.found ? '' : ' (not installed)'}
          </option>
        ))}
      </Select>
      <Select
        label="Policy"
        value={draft.policy}
        onChange={(event) => onChange({ policy: event.target.value })}
      >
        <option value="">Default of the project</option>
        {policyNames.map((name) => (
          <option key={name} value={name}>
            {policyHints[name] ?? name}
          </option>
        ))}
      </Select>
    </div>
  );
}

function MoreChoices({ draft, onChange }: Choices) {
  return (
    <details className="group" open={draft.title !== '' || draft.checks !== '' || draft.owns !== ''}>
      <summary className="text-muted hover:text-text flex cursor-pointer list-none items-center gap-1 text-sm font-medium">
        <ChevronRight className="size-4 transition-transform group-open:rotate-90" aria-hidden /> More: title,
        checks, files, dependencies
      </summary>
      <div className="mt-3 grid grid-cols-1 gap-3 sm:grid-cols-2">
        <Field
          label="Title"
          value={draft.title}
          maxLength={200}
          placeholder="Otherwise the beginning of the prompt"
          onChange={(event) => onChange({ title: event.target.value })}
        />
        <Select
          label="Priority"
          value={draft.priority}
          onChange={(event) => onChange({ priority: event.target.value })}
        >
          {priorities.map((name) => (
            <option key={name}>{name}</option>
          ))}
        </Select>
        <Field
          label="Check"
          value={draft.checks}
          placeholder="npm test"
          hint="Must pass before it is ready. Otherwise the project’s own."
          onChange={(event) => onChange({ checks: event.target.value })}
        />
        <Field
          label="Depends on"
          value={draft.dependsOn}
          placeholder="12, 14"
          hint="Numbers of tasks that must be applied first."
          onChange={(event) => onChange({ dependsOn: event.target.value })}
        />
        <div className="sm:col-span-2">
          <Field
            label="Owns"
            value={draft.owns}
            placeholder="src/search/**, docs/search.md"
            hint="The only paths that it may change. Two tasks that own the same take turns."
            onChange={(event) => onChange({ owns: event.target.value })}
          />
        </div>
      </div>
      <p className="text-faint mt-3 flex items-center gap-1.5 text-xs">
        <Kbd>⌘↵</Kbd> start <Kbd>⇧⌘↵</Kbd> save as draft
      </p>
    </details>
  );
}
