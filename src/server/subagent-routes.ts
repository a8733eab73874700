// Routes of subagents: the files that define them, and their runs in a task.
import { contract } from '../api/contract.ts';
import type { SubagentEditJson } from '../api/subagent-schemas.ts';
import { AppError } from '../domain/errors.ts';
import type { ProjectId } from '../domain/ids.ts';
import { displaysOf } from '../domain/subagent/display.ts';
import type { SubagentProblem } from '../domain/subagent/validate.ts';
import type { FoundSubagent, Subagent, SubagentList } from '../domain/subagent.ts';
import type { Engine } from '../engine/engine.ts';
import type { Access } from './access.ts';
import { checkedJson, runJson, subagentJson, subagentListJson } from './present-subagent.ts';
import { route } from './route.ts';
import type { App } from './route.ts';

export type WritableLevel = 'project' | 'user';
export type SubagentText =
  | { readonly content: string }
  | { readonly fields: Readonly<Record<string, unknown>>; readonly systemPrompt: string | undefined };

/** What is done with the files; all of it throws SubagentError. */
export interface Subagents {
  list(): Promise<SubagentList>;
  show(name: string, level?: WritableLevel): Promise<FoundSubagent>;
  check(content: string): {
    readonly subagent: Subagent | null;
    readonly problems: readonly SubagentProblem[];
    readonly warnings: readonly string[];
  };
  create(level: WritableLevel, text: SubagentText): Promise<FoundSubagent>;
  edit(name: string, level: WritableLevel | undefined, text: SubagentText): Promise<FoundSubagent>;
  remove(name: string, level?: WritableLevel): Promise<FoundSubagent>;
}

/** Those of a project, the person's and the built-in ones; without a project only the last two. Throws `other_home`. */
export type SubagentsOf = (project: ProjectId | null) => Promise<Subagents>;

const shownRuns = 200;

export function subagentRoutes(app: App, engine: Engine, subagentsOf: SubagentsOf): void {
  const project = async (access: Access, ref: string | undefined): Promise<ProjectId | null> =>
    ref === undefined ? null : (await access.project(ref)).project.id;

  route(app, engine, contract.listSubagents, async (call) => {
    const from = await subagentsOf(await project(call.access, call.query.project));
    return subagentListJson(await from.list());
  });
  route(app, engine, contract.showSubagent, async (call) => {
    const from = await subagentsOf(await project(call.access, call.query.project));
    return subagentJson(await from.show(call.param('subagent'), call.query.level));
  });
  route(app, engine, contract.checkSubagent, async ({ body }) =>
    checkedJson((await subagentsOf(null)).check(body.content)),
  );
  route(app, engine, contract.createSubagent, async (call) => {
    const { project: ref, level = ref === undefined ? 'user' : 'project', ...text } = call.body;
    const id = await project(call.access, ref);
    needToWrite(call.access, level, id);
    const made = await (await subagentsOf(id)).create(level, textOf(text));
    call.access.resource = `subagent ${made.name}`;
    return subagentJson(made);
  });
  route(app, engine, contract.editSubagent, async (call) => {
    const id = await project(call.access, call.query.project);
    const from = await subagentsOf(id);
    const found = await from.show(call.param('subagent'), call.query.level);
    needToWrite(call.access, found.level, id);
    call.access.resource = `subagent ${found.name}`;
    return subagentJson(await from.edit(found.name, call.query.level, textOf(call.body)));
  });
  route(app, engine, contract.deleteSubagent, async (call) => {
    const id = await project(call.access, call.query.project);
    const from = await subagentsOf(id);
    const found = await from.show(call.param('subagent'), call.query.level);
    needToWrite(call.access, found.level, id);
    call.access.resource = `subagent ${found.name}`;
    await from.remove(found.name, call.query.level);
    return undefined;
  });
  route(app, engine, contract.listSubagentRuns, async (call) => {
    const task = await call.access.task(call.param('task'), call.query.project);
    return {
      runs: displaysOf(await engine.subagents.events(task))
        .slice(-shownRuns)
        .map(runJson),
    };
  });
  route(app, engine, contract.stopSubagentRun, async (call) => {
    const task = await call.access.task(call.param('task'), call.query.project);
    await engine.subagents.stop(task, call.param('run'));
    return undefined;
  });
}

// Those of a person are for all projects; what a project has is for its members to decide.
function needToWrite(access: Access, level: FoundSubagent['level'], project: ProjectId | null): void {
  if (level === 'project' && project !== null) access.need('subagent.edit_project', project);
  else access.need('subagent.edit_user', null);
}

function textOf({ content, ...rest }: SubagentEditJson): SubagentText {
  const given = Object.values(rest).some((value) => value !== undefined);
  if (content !== undefined && given)
    throw new AppError('invalid_input', 'Both a whole file (content) and single fields were given.', {
      next: 'Give one of them.',
    });
  if (content !== undefined) return { content };
  const {
    name,
    description,
    system_prompt,
    tools,
    disallowed_tools,
    model,
    temperature,
    isolation,
    color,
    ...run
  } = rest;
  const all = {
    name,
    description,
    tools,
    disallowedTools: disallowed_tools,
    isolation,
    color,
    modelConfig: defined({ model, temperature }),
    runConfig: defined(run),
  };
  return { fields: defined(all) ?? {}, systemPrompt: system_prompt };
}

/** Undefined when nothing was given. */
function defined(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
