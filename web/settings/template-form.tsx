// A task from a template: a preset, the values that are still open, and what is wanted. The server says what is wrong with a value.
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { messageOf } from '../../src/api/errors.ts';
import type { AppError } from '../../src/api/errors.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { TemplateJson, TemplateVersionJson } from '../../src/api/template-schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useProjects } from '../data/queries.ts';
import { useChange } from '../data/use-change.ts';
import { Button } from '../ui/button.tsx';
import { Select, TextArea } from '../ui/field.tsx';
import { ParameterField } from './parameter-field.tsx';
import { Problem } from './section.tsx';
import { defaultsOf, openTo, sentOf } from './template-values.ts';
import type { Parameter, Preset, Values } from './template-values.ts';

export function TemplateForm({
  template,
  version,
}: {
  template: TemplateJson;
  version: TemplateVersionJson;
}) {
  const [prompt, setPrompt] = useKeptText(`template.${template.id}`);
  const [chosen, setChosen] = useState(() => version.presets.find((one) => one.default)?.id ?? '');
  const [values, setValues] = useState(() => defaultsOf(version.parameters));
  const [project, setProject] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [made, setMade] = useState<TaskJson | null>(null);
  const { isBusy, run } = useChange();
  const projects = useProjects().data ?? [];
  const preset = version.presets.find((one) => one.id === chosen);
  const open = openTo(version.parameters, preset);
  const body = {
    project: project === '' ? (projects[0]?.name ?? '') : project,
    prompt,
    template: template.id,
    template_version: version.id,
    ...(preset !== undefined && { preset: preset.id }),
    parameters: sentOf(open, values) as Record<string, string | string[]>,
  };
  const create = async (): Promise<void> => {
    setProblem(null);
    const work = async (): Promise<void> => setMade(await call(endpoints.createTask, { body }));
    const isDone = await run(work, (error) => {
      setProblem(problemOf(error));
      return true;
    });
    if (!isDone) return;
    setPrompt('');
    void board.load();
  };
  return (
    <form
      // What a value must be is the server's to say, and everything that is wrong is said at once.
      noValidate
      aria-label={`New task from ${template.name}`}
      className="bg-sunken flex flex-col gap-3 rounded-xl px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        void create();
      }}
    >
      <h3 className="text-muted text-xs font-medium">New task from this template</h3>
      <div className="grid gap-3 sm:grid-cols-2">
        <Select label="Project" value={body.project} onChange={(event) => setProject(event.target.value)}>
          {projects.map(({ id, name }) => (
            <option key={id}>{name}</option>
          ))}
        </Select>
        {version.presets.length > 0 && (
          <Presets presets={version.presets} chosen={chosen} onChange={setChosen} />
        )}
      </div>
      {preset !== undefined && preset.description !== '' && (
        <p className="untrusted text-muted text-sm">{preset.description}</p>
      )}
      <OpenValues open={open} values={values} onChange={setValues} />
      <TextArea
        label="What do you want?"
        rows={3}
        value={prompt}
        onChange={(event) => setPrompt(event.target.value)}
      />
      <div className="flex flex-wrap items-center gap-3">
        <Button tone="primary" type="submit" disabled={isBusy || body.project === '' || prompt.trim() === ''}>
          Start task
        </Button>
        <Made task={made} />
      </div>
      <Problem>{problem}</Problem>
    </form>
  );
}

function Made({ task }: { task: TaskJson | null }) {
  if (task === null) return null;
  return (
    <Link to="/tasks/$task" params={{ task: task.id }} className="text-accent text-sm underline">
      #{task.number} is queued
    </Link>
  );
}

function OpenValues({
  open,
  values,
  onChange,
}: {
  open: readonly Parameter[];
  values: Values;
  onChange: (values: Values) => void;
}) {
  if (open.length === 0) return null;
  return (
    <div className="grid gap-3 sm:grid-cols-2">
      {open.map((parameter) => (
        <ParameterField
          key={parameter.name}
          parameter={parameter}
          value={values[parameter.name] ?? ''}
          onChange={(value) => onChange({ ...values, [parameter.name]: value })}
        />
      ))}
    </div>
  );
}

function Presets({
  presets,
  chosen,
  onChange,
}: {
  presets: readonly Preset[];
  chosen: string;
  onChange: (id: string) => void;
}) {
  return (
    <Select label="Preset" value={chosen} onChange={(event) => onChange(event.target.value)}>
      <option value="">None: I give the values</option>
      {presets.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </Select>
  );
}

/** Everything that is wrong with the values, a line each. */
function problemOf(error: AppError): string {
  const { problems } = error.details ?? {};
  const lines = Array.isArray(problems) ? problems.map((one: unknown) => wordsOf(one)) : [];
  return [messageOf(error), ...lines.filter((line) => line !== '' && !error.message.includes(line))].join(
    '\n',
  );
}

function wordsOf(problem: unknown): string {
  if (typeof problem === 'string') return problem;
  if (typeof problem !== 'object' || problem === null || !('message' in problem)) return '';
  return String(problem.message);
}
