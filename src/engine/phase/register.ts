// An orchestrator hands a queue over, as a file or in one sentence. All of it is looked at before anything is stored; the
// same queue again is the same phase, so that nothing is lost by asking twice.
import { AppError } from '../../domain/errors.ts';
import type { Check } from '../../domain/evidence.ts';
import { phaseId } from '../../domain/ids.ts';
import { slug } from '../../domain/names.ts';
import { openPhase } from '../../domain/phase.ts';
import type { Phase } from '../../domain/phase.ts';
import { checkQueue } from '../../domain/phase-check.ts';
import { readQueueFile } from '../../domain/phase-file.ts';
import type { WrittenQueue, WrittenTask } from '../../domain/phase-file.ts';
import { refuseProblems } from '../../domain/phase-problem.ts';
import { readQueuePrompt } from '../../domain/phase-prompt.ts';
import type { Project } from '../../domain/project.ts';
import type { StoreOperations } from '../../store/store.ts';
import type { EngineDeps, Settings } from '../deps.ts';
import { findOwnProject } from '../own-project.ts';
import { createTasks } from './create-tasks.ts';
import { differences } from './differences.ts';
import { entriesOf } from './entries.ts';
import { foreignOverlaps } from './foreign-overlaps.ts';
import { cancelWithin } from './cancel.ts';
import { tellPhase } from './tell.ts';

export interface RegisterPhase {
  readonly project: string;
  readonly name?: string | undefined;
  /** The text of a task-queue.json. Exactly one of the two must be there. */
  readonly queue?: string | undefined;
  readonly prompt?: string | undefined;
  /** What the merged result has to pass; without it the project's checks. */
  readonly checks?:
    readonly { readonly command: string; readonly timeout_ms?: number | undefined }[] | undefined;
  readonly finish?: 'auto' | 'manual' | undefined;
}

export interface Registered {
  readonly phase: Phase;
  /** False: it was registered before. */
  readonly isNew: boolean;
  /** Whole sentences. */
  readonly warnings: readonly string[];
}

export async function registerPhase(
  deps: EngineDeps,
  input: RegisterPhase,
  actor: string,
): Promise<Registered> {
  const written = readWritten(input);
  const { problems, warnings } = checkQueue(written.tasks);
  refuseProblems([...written.problems, ...problems]);
  const tasks = [...written.tasks].sort((a, b) => a.id - b.id);
  const project = await findOwnProject(deps, input.project);
  const settings = await deps.settings(project);
  const name = input.name ?? (input.prompt === undefined ? 'task-queue' : nameOf(tasks));
  return deps.store.transition(async (within) => {
    const [before] = await within.phases
      .list({ projectId: project.id, states: ['open', 'integrating'] })
      .then((open) => open.filter((phase) => phase.name === name));
    if (before !== undefined && (await isSame({ deps, within, settings, actor }, before, tasks)))
      return { phase: before, isNew: false, warnings };
    const elsewhere = await foreignOverlaps(within, project.id, tasks);
    const made = await create({ deps, within, input, project, settings, name, tasks, actor });
    return { phase: made.phase, isNew: true, warnings: [...warnings, ...elsewhere, ...made.warnings] };
  });
}

/** `api-ui-tests`. */
function nameOf(tasks: readonly WrittenTask[]): string {
  return slug(tasks.map((task) => task.description).join(' '));
}

function readWritten(input: RegisterPhase): WrittenQueue {
  if (input.queue !== undefined && input.prompt === undefined) return readQueueFile(input.queue);
  if (input.prompt !== undefined && input.queue === undefined) return readQueuePrompt(input.prompt);
  throw new AppError('invalid_input', 'A phase is registered from a queue or from a prompt.', {
    next: 'Give one of the two.',
  });
}

/** False when there is room for a new one: the one before had not begun, and is cancelled. */
async function isSame(
  { deps, within, settings, actor }: Pick<CreateInput, 'deps' | 'within' | 'settings' | 'actor'>,
  before: Phase,
  tasks: readonly WrittenTask[],
): Promise<boolean> {
  const entries = await entriesOf(within, before);
  const found = differences(entries, tasks);
  if (found.length === 0) return true;
  const hasBegun = entries.some(({ task }) => task?.state !== 'queued' || task.fence > 0);
  if (hasBegun)
    throw new AppError(
      'already_exists',
      [
        `Phase “${before.name}” has begun, and this queue differs from it:`,
        ...found.map((one) => `  ${one}`),
      ].join('\n'),
      {
        next: 'Finish or cancel it first (`tasklane queue phase cancel`), or give this one another name.',
        details: { phase: before.id, differences: found },
      },
    );
  await cancelWithin(deps, within, before, {
    reason: 'replaced by a newer queue',
    actor,
    keepMs: settings.keepMs,
  });
  return false;
}

interface CreateInput {
  readonly deps: EngineDeps;
  readonly within: StoreOperations;
  readonly input: RegisterPhase;
  readonly project: Project;
  readonly settings: Settings;
  readonly name: string;
  readonly tasks: readonly WrittenTask[];
  readonly actor: string;
}

async function create(
  given: CreateInput,
): Promise<{ readonly phase: Phase; readonly warnings: readonly string[] }> {
  const { deps, within, input, project, settings, name } = given;
  const id = phaseId(deps.newId());
  const { entries, warnings } = await createTasks({ ...given, phase: id });
  const phase = openPhase(
    {
      id,
      projectId: project.id,
      name,
      tasks: entries,
      checks: checksOf(input, settings),
      setup: settings.setup,
      finish: input.finish ?? 'auto',
    },
    deps.now(),
  );
  await within.phases.insert(phase);
  await tellPhase(within, phase, given.actor);
  return { phase, warnings };
}

function checksOf(input: RegisterPhase, settings: Settings): readonly Check[] {
  if (input.checks === undefined) return settings.checks;
  return input.checks.map(({ command, timeout_ms: timeoutMs }, index) => ({
    name: index === 0 ? 'integration' : `integration ${index + 1}`,
    command,
    timeoutMs: timeoutMs ?? settings.checkTimeoutMs,
  }));
}
