// The claiming protocol as tools for agents (seed 004): the same calls, the same schemas and the same words as over HTTP.
import { z } from 'zod';
import { endpoints } from '../../api/endpoints.ts';
import * as schemas from '../../api/phase-schemas.ts';
import { reachOf } from '../../domain/access.ts';
import type { Engine } from '../../engine/engine.ts';
import { bounded } from './bounded.ts';
import { adds, looks, sets, tool } from './tool.ts';
import type { Desk, Tool } from './tool.ts';

const text = z.string().min(1).max(200);
const place = z.strictObject({
  phase: text.optional().describe('Name or id of the phase; not needed while there is only one.'),
  project: text.optional().describe('Name or id of the project, where several have such a phase.'),
});
const held = place.extend({
  task: z.union([z.int(), text]).describe('The id of the task, as request_next_task gave it.'),
});
type Place = z.output<typeof place>;

const json = (value: unknown): string => JSON.stringify(value, null, 2);

type Address = Readonly<{
  params: Readonly<{ phase: string }>;
  query: Readonly<{ project: string | undefined }>;
}>;
type Find = (place: Place, desk: Desk) => Promise<Address>;

export function phaseTools(engine: Pick<Engine, 'phases'>): readonly Tool[] {
  /** An address has to name the phase; whoever has only one need not. */
  const at: Find = async ({ phase, project }, desk) => {
    const query = { project };
    if (phase !== undefined) return { params: { phase }, query };
    const { id } = await engine.phases.find(undefined, project, reachOf(desk.actor));
    return { params: { phase: id }, query };
  };
  return [...workingTools(at), ...endingTools(at), showPhase(at)];
}

async function atTask(at: Find, { task, ...where }: z.output<typeof held>, desk: Desk) {
  const { params, query } = await at(where, desk);
  return { params: { ...params, task: String(task) }, query };
}

/** To get work, and to keep it. */
function workingTools(at: Find): readonly Tool[] {
  return [
    tool({
      name: 'request_next_task',
      title: 'Request the next task',
      description:
        'Gives you the next task of the phase, with a lease; or says that there is none now, or that its files are somebody else’s.',
      endpoint: endpoints.nextPhaseTask,
      hints: adds,
      input: place.extend(schemas.nextRequest.shape),
      output: schemas.nextAnswer,
      work: async ({ phase, project, ...body }, desk) =>
        desk.call(endpoints.nextPhaseTask, { ...(await at({ phase, project }, desk)), body }),
      say: json,
    }),
    tool({
      name: 'heartbeat',
      title: 'Keep a task',
      description: 'Renews your lease on a task, and brings what people have written to you about it.',
      endpoint: endpoints.heartbeatPhaseTask,
      hints: sets,
      input: held.extend(schemas.heartbeat.shape),
      output: schemas.heartbeatAnswer,
      work: async ({ phase, project, task, ...body }, desk) =>
        desk.call(endpoints.heartbeatPhaseTask, {
          ...(await atTask(at, { phase, project, task }, desk)),
          body,
        }),
      say: json,
    }),
    tool({
      name: 'may_write',
      title: 'May I write these paths?',
      description:
        'Says of each path whether your task owns it, and if not, who does. Ask before you write. Also renews your lease.',
      endpoint: endpoints.mayWrite,
      hints: sets,
      input: held.extend(schemas.mayWriteRequest.shape),
      output: schemas.mayWriteAnswer,
      work: async ({ phase, project, task, ...body }, desk) =>
        desk.call(endpoints.mayWrite, { ...(await atTask(at, { phase, project, task }, desk)), body }),
      say: json,
    }),
  ];
}

/** To be done with it, in one way or another. */
function endingTools(at: Find): readonly Tool[] {
  return [
    tool({
      name: 'complete_task',
      title: 'Complete your task of a phase',
      description:
        'Says that you are done. Your work is looked at: changes of files that the task does not own make it fail.',
      endpoint: endpoints.completePhaseTask,
      hints: adds,
      input: held.extend(schemas.completion.shape),
      output: schemas.completeAnswer,
      work: async ({ phase, project, task, ...body }, desk) =>
        desk.call(endpoints.completePhaseTask, {
          ...(await atTask(at, { phase, project, task }, desk)),
          body,
        }),
      say: json,
    }),
    tool({
      name: 'fail_task',
      title: 'Give your task of a phase up',
      description:
        'Says that the task cannot be done, and why. Nobody is given it again until a person retries it.',
      endpoint: endpoints.failPhaseTask,
      hints: adds,
      input: held.extend(schemas.failRequest.shape),
      output: schemas.phaseTask,
      work: async ({ phase, project, task, ...body }, desk) =>
        desk.call(endpoints.failPhaseTask, { ...(await atTask(at, { phase, project, task }, desk)), body }),
      say: json,
    }),
    tool({
      name: 'release_task',
      title: 'Give your task of a phase back',
      description: 'Gives the task back, so that another agent can be given it.',
      endpoint: endpoints.releasePhaseTask,
      hints: adds,
      input: held.extend(schemas.releaseRequest.shape),
      output: schemas.phaseTask,
      work: async ({ phase, project, task, ...body }, desk) =>
        desk.call(endpoints.releasePhaseTask, {
          ...(await atTask(at, { phase, project, task }, desk)),
          body,
        }),
      say: json,
    }),
  ];
}

function showPhase(at: Find): Tool {
  return tool({
    name: 'show_phase',
    title: 'Show a phase',
    description:
      'All tasks of the phase with status, owner and owned files. Only for looking: work is handed out by request_next_task.',
    endpoint: endpoints.showPhase,
    hints: looks,
    input: place,
    output: schemas.phase,
    work: async (where, desk) => {
      const shown = await desk.call(endpoints.showPhase, await at(where, desk));
      return bounded(shown, { text: 4000, total: 40_000, list: 500 }).value;
    },
    say: json,
  });
}
