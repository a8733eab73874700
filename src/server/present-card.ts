// A task as a card of the board: what fits on one, and nothing that can be long.
import type { CardJson } from '../api/board-schemas.ts';
import { isForeknown } from '../domain/conflict.ts';
import type { Failure } from '../domain/failure.ts';
import type { Task } from '../domain/task.ts';
import { holdJson, time } from './present.ts';
import type { TaskExtras } from './present.ts';

const longestLine = 200;
const longestMessage = 300;

export function cardJson(task: Task, extras: TaskExtras): CardJson {
  const { attempt, hold, said = null, conflicts = null, place = null } = extras;
  return {
    id: task.id,
    number: task.number,
    name: task.name,
    title: task.title,
    brief: line(task.prompt, longestLine),
    state: task.state,
    state_since: time(task.stateSince),
    step: stepOf(task),
    hold: hold === undefined ? null : holdJson(hold),
    question: task.state === 'waiting' ? line(task.detail, longestMessage) : null,
    asks: asksOf(task),
    failure: task.state === 'failed' ? problem(task.failure) : null,
    notice: task.state === 'ready' && task.notice !== null ? problem(task.notice) : null,
    said: said === null ? null : line(said.slice(-longestMessage), longestLine),
    project_id: task.projectId,
    project_name: extras.projectName,
    phase_id: task.phaseId,
    policy: task.policy,
    agent: task.agent,
    model: task.model,
    priority: task.priority,
    category: task.category,
    depends_on: [...task.dependsOn],
    owns: task.owns.length,
    position: task.position,
    branch: task.branch,
    applied_commit: task.state === 'done' ? task.commit : null,
    attempt: task.attempt,
    changes: changesOf(task),
    checks: checksOf(task),
    commit: commitOf(task, extras.links?.commit ?? null),
    conflicts: conflicts?.filter((each) => !isForeknown(each)).length ?? null,
    merge_position: place,
    tokens: attempt === undefined ? null : attempt.usage.inputTokens + attempt.usage.outputTokens,
    cost: attempt?.usage.cost ?? null,
    owner: task.owner,
    created_at: time(task.createdAt),
    updated_at: time(task.updatedAt),
    version: task.version,
  };
}

function stepOf(task: Task): string | null {
  if (task.state === 'starting') return task.step;
  return task.state === 'running' ? task.activity : null;
}

function asksOf(task: Task): CardJson['asks'] {
  if (task.state !== 'waiting') return null;
  return task.waitingFor === 'approval' || task.waitingFor === 'question' ? task.waitingFor : 'person';
}

function problem({ kind, message }: Failure): NonNullable<CardJson['failure']> {
  return { kind, message: line(message, longestMessage) };
}

function changesOf({ result }: Task): CardJson['changes'] {
  if (result === null) return null;
  const sum = (of: 'additions' | 'deletions'): number =>
    result.files.reduce((total, file) => total + (file[of] ?? 0), 0);
  return { files: result.files.length, additions: sum('additions'), deletions: sum('deletions') };
}

function commitOf(task: Task, link: string | null): CardJson['commit'] {
  if (task.result === null || !['ready', 'applying', 'done'].includes(task.state)) return null;
  const id = (task.state === 'done' ? task.commit : null) ?? task.result.head;
  const message = task.result.commits.at(-1)?.message ?? task.title;
  return { id, message: line(message.split('\n', 1)[0] ?? '', longestLine), link };
}

function checksOf({ result }: Task): CardJson['checks'] {
  if (result === null || result.checks.length === 0) return null;
  const passed = result.checks.filter((check) => check.outcome === 'passed').length;
  return { passed, failed: result.checks.length - passed };
}

/** In one line; a cut is shown, and never goes through the middle of a character. */
function line(text: string, longest: number): string {
  const plain = text
    .slice(0, longest * 4)
    .replaceAll(/\s+/g, ' ')
    .trim();
  const characters = Array.from(plain);
  return characters.length <= longest ? plain : `${characters.slice(0, longest - 1).join('')}…`;
}
