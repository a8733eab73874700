// A task's private copy as a workspace of Coder with one build, which has the task's id too: what its clients look at while they
// wait for a start or a stop, and whose log they print.
import type { CoderTaskJson } from '../../api/coder-schemas.ts';
import type { Task } from '../../domain/task.ts';
import type { App } from '../route.ts';
import { coderRoute } from './coder-route.ts';
import type { CoderCall } from './coder-route.ts';
import { Directory } from './directory.ts';
import type { CoderDeps } from './directory.ts';
import { findCoderTask } from './find-task.ts';
import { buildLogs, wholeLog } from './logs.ts';
import { coderTask } from './present-task.ts';

export function coderWorkspaceRoutes(app: App, deps: CoderDeps): void {
  const { engine } = deps;
  const action = 'task.read';
  const byId = async (call: CoderCall): Promise<{ readonly task: Task; readonly shown: CoderTaskJson }> => {
    const { task, directory } = await findCoderTask(deps, call);
    return { task, shown: await coderTask(engine, directory, task) };
  };
  coderRoute(app, engine, { method: 'GET', path: '/workspaces/:task', action }, async (call) => {
    const { task, shown } = await byId(call);
    return { status: 200, json: workspaceJson(shown, task) };
  });
  coderRoute(app, engine, { method: 'GET', path: '/users/:user/workspace/:task', action }, async (call) => {
    const { task, shown } = await byId(call);
    return { status: 200, json: workspaceJson(shown, task) };
  });
  coderRoute(app, engine, { method: 'GET', path: '/workspacebuilds/:task', action }, async (call) => {
    const { task, shown } = await byId(call);
    return { status: 200, json: buildJson(shown, task) };
  });
  coderRoute(app, engine, { method: 'GET', path: '/workspacebuilds/:task/logs', action }, async (call) => {
    const { task } = await byId(call);
    const after = Number(call.query('after') ?? 0);
    const lines = buildLogs(await wholeLog(engine, task));
    return { status: 200, json: lines.filter(({ id }) => !(id <= after)) };
  });
}

/** The build that a stop or a start of a workspace is answered with. */
export async function buildOf(deps: CoderDeps, call: CoderCall, task: Task): Promise<object> {
  const directory = await Directory.read(deps, call.access.reach);
  return buildJson(await coderTask(deps.engine, directory, task), task);
}

function workspaceJson(shown: CoderTaskJson, task: Task): object {
  const isHealthy = shown.workspace_agent_health?.healthy ?? true;
  return {
    id: shown.id,
    created_at: shown.created_at,
    updated_at: shown.updated_at,
    owner_id: shown.owner_id,
    owner_name: shown.owner_name,
    owner_avatar_url: '',
    organization_id: shown.organization_id,
    organization_name: '',
    template_id: shown.template_id,
    template_name: shown.template_name,
    template_display_name: shown.template_display_name,
    template_icon: shown.template_icon,
    template_allow_user_cancel_workspace_jobs: true,
    template_active_version_id: shown.template_version_id,
    template_require_active_version: false,
    latest_build: buildJson(shown, task),
    latest_app_status: null,
    outdated: false,
    name: shown.workspace_name,
    task_id: shown.id,
    last_used_at: shown.updated_at,
    deleting_at: null,
    dormant_at: null,
    health: { healthy: isHealthy, failing_agents: isHealthy ? [] : [shown.id] },
    automatic_updates: 'never',
    allow_renames: false,
    favorite: false,
    next_start_at: null,
    is_prebuild: false,
  };
}

/** Coder's state of the job that builds, by that of the workspace. */
const jobs: Readonly<Record<CoderTaskJson['workspace_status'], string>> = {
  pending: 'pending',
  starting: 'running',
  running: 'succeeded',
  stopped: 'succeeded',
  failed: 'failed',
  canceled: 'canceled',
};

function buildJson(shown: CoderTaskJson, task: Task): object {
  const status = shown.workspace_status;
  const isStop = status === 'stopped';
  const failure = task.state === 'failed' ? task.failure.message : '';
  return {
    id: shown.id,
    created_at: shown.created_at,
    updated_at: shown.updated_at,
    workspace_id: shown.id,
    workspace_name: shown.workspace_name,
    workspace_owner_id: shown.owner_id,
    workspace_owner_name: shown.owner_name,
    template_version_id: shown.template_version_id,
    template_version_name: task.template?.versionName ?? '',
    build_number: shown.workspace_build_number,
    transition: isStop ? 'stop' : 'start',
    initiator_id: shown.owner_id,
    initiator_name: shown.owner_name,
    job: {
      id: shown.id,
      created_at: shown.created_at,
      status: jobs[status],
      ...(failure !== '' && { error: failure }),
      file_id: shown.id,
      tags: {},
      queue_position: 0,
      queue_size: 0,
      organization_id: shown.organization_id,
      initiator_id: shown.owner_id,
      input: { workspace_build_id: shown.id },
      type: 'workspace_build',
      metadata: {},
    },
    reason: isStop ? 'task_manual_pause' : 'initiator',
    resources: [],
    status,
    daily_cost: 0,
    has_ai_task: true,
  };
}
