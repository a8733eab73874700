// The claiming protocol as tools for agents (seed 004): the same calls, the same schemas and the same words as over HTTP.
import { z } from 'zod';
import * as schemas from '../api/phase-schemas.ts';
import type { Phase } from '../domain/phase.ts';
import type { Engine } from '../engine/engine.ts';
import type { Access } from './access.ts';
import { tool } from './mcp-tool.ts';
import type { Tool } from './mcp-tool.ts';
import { PhaseProtocol } from './phase-protocol.ts';
import { phaseJson } from './present-phase.ts';

const place = z.object({
  phase: z.string().optional().describe('Name or id of the phase; not needed while there is only one.'),
  project: z.string().optional().describe('Name or id of the project, where several have such a phase.'),
});
const held = place.extend({
  task: z.union([z.int(), z.string()]).describe('The id of the task, as request_next_task gave it.'),
});

export function phaseTools(engine: Engine): readonly Tool[] {
  const protocol = new PhaseProtocol(engine);
  const find = async (access: Access, at: z.output<typeof place>): Promise<Phase> =>
    access.phase(at.phase, at.project);
  return [
    tool(
      'request_next_task',
      'phase.claim',
      'Request the next task',
      'Gives you the next task of the phase, with a lease; or says that there is none now, or that its files are somebody else’s.',
      place.extend(schemas.nextRequest.shape),
      async ({ phase, project, ...asked }, access) =>
        protocol.next(await find(access, { phase, project }), asked),
    ),
    tool(
      'heartbeat',
      'phase.beat',
      'Keep a task',
      'Renews your lease on a task, and brings what people have written to you about it.',
      held.extend(schemas.heartbeat.shape),
      async ({ phase, project, task, ...beat }, access) =>
        protocol.heartbeat(await find(access, { phase, project }), String(task), beat),
    ),
    tool(
      'may_write',
      'phase.beat',
      'May I write these paths?',
      'Says of each path whether your task owns it, and if not, who does. Ask before you write.',
      held.extend(schemas.mayWriteRequest.shape),
      async ({ phase, project, task, ...asked }, access) =>
        protocol.mayWrite(await find(access, { phase, project }), String(task), asked),
    ),
    tool(
      'complete_task',
      'phase.report',
      'Complete a task',
      'Says that you are done. Your work is looked at: changes of files that the task does not own make it fail.',
      held.extend(schemas.completion.shape),
      async ({ phase, project, task, ...done }, access) =>
        protocol.complete(await find(access, { phase, project }), String(task), done),
    ),
    tool(
      'fail_task',
      'phase.report',
      'Give a task up',
      'Says that the task cannot be done, and why. Nobody is given it again until a person retries it.',
      held.extend(schemas.failRequest.shape),
      async ({ phase, project, task, ...why }, access) =>
        protocol.fail(await find(access, { phase, project }), String(task), why),
    ),
    tool(
      'release_task',
      'phase.report',
      'Give a task back',
      'Gives the task back, so that another agent can be given it.',
      held.extend(schemas.releaseRequest.shape),
      async ({ phase, project, task, ...why }, access) =>
        protocol.release(await find(access, { phase, project }), String(task), why),
    ),
    tool(
      'list_tasks',
      'phase.read',
      'List the tasks of the phase',
      'All tasks of the phase with status, owner and owned files. Only for looking: work is handed out by request_next_task.',
      place,
      async (at, access) => phaseJson(await engine.phases.view(await find(access, at))),
    ),
  ];
}
