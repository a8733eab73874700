// A task as Coder's clients read it. The workspace is the task's private copy, and has the task's id and name.
import type { CoderTaskJson } from '../../api/coder-schemas.ts';
import type { TaskJson } from '../../api/schemas.ts';
import { coderView } from '../../domain/coder/view.ts';
import type { Task } from '../../domain/task.ts';
import type { Engine } from '../../engine/engine.ts';
import { taskJson } from '../present.ts';
import { nobody } from './directory.ts';
import type { Directory } from './directory.ts';

export async function coderTasks(
  engine: Engine,
  directory: Directory,
  tasks: readonly Task[],
): Promise<readonly CoderTaskJson[]> {
  const holds = await engine.holds(tasks);
  return Promise.all(
    tasks.map(async (task) => {
      const extras = { projectName: '', attempt: undefined, hold: holds.get(task.id) };
      return coderTaskJson(directory, taskJson(task, { ...extras, said: await engine.said(task) }));
    }),
  );
}

export async function coderTask(engine: Engine, directory: Directory, task: Task): Promise<CoderTaskJson> {
  const [shown] = await coderTasks(engine, directory, [task]);
  if (shown === undefined) throw new Error('one task was given');
  return shown;
}

function coderTaskJson(directory: Directory, task: TaskJson): CoderTaskJson {
  const view = coderView(task);
  const owner = directory.owner(task.owner);
  const agent = view.lifecycle === null ? null : task.id;
  return {
    id: task.id,
    organization_id: task.project_id,
    owner_id: owner.id,
    owner_name: owner.name,
    name: task.name,
    display_name: displayName(task.title),
    ...templateOf(directory, task),
    workspace_id: task.id,
    workspace_name: task.name,
    workspace_status: view.workspace,
    workspace_build_number: Math.max(1, task.attempt),
    workspace_agent_id: agent,
    workspace_app_id: view.status === 'active' ? agent : null,
    workspace_agent_lifecycle: view.lifecycle,
    workspace_agent_health: view.health,
    initial_prompt: task.prompt,
    status: view.status,
    current_state: {
      timestamp: task.state_since,
      state: view.state,
      detail_state: view.detail,
      message: view.message,
      uri: '',
    },
    created_at: task.created_at,
    updated_at: task.updated_at,
  };
}

type OfTemplate = Pick<
  CoderTaskJson,
  'template_id' | 'template_version_id' | 'template_name' | 'template_display_name' | 'template_icon'
>;

function templateOf(directory: Directory, { template }: TaskJson): OfTemplate {
  const { displayName, icon } = directory.looks(template?.id ?? nobody);
  return {
    template_id: template?.id ?? nobody,
    template_version_id: template?.version_id ?? nobody,
    template_name: template?.name ?? '',
    template_display_name: displayName,
    template_icon: icon,
  };
}

export const maxDisplayName = 64;

function displayName(title: string): string {
  return title.length <= maxDisplayName ? title : `${title.slice(0, maxDisplayName - 1)}…`;
}
