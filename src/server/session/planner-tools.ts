// The tools of planners: each takes all that is proposed, and says at once what is wrong with it.
import { proposalInputs } from '../../engine/planning/proposal-desk.ts';
import type { PlannerDesk } from '../../engine/planner-desk.ts';
import { sets } from '../mcp/tool.ts';
import { sessionTool } from './tool.ts';
import type { SessionTool } from './tool.ts';

const proposePrompt = sessionTool<typeof proposalInputs.propose_prompt, PlannerDesk>({
  name: 'propose_prompt',
  title: 'Propose the task',
  description:
    'Hands over the one task that the wish becomes. It is a draft that a person decides about; nothing is started. Answers with what cannot be used: then call it again with the whole task, repaired.',
  hints: sets,
  input: proposalInputs.propose_prompt,
  work: async ({ task }, desk) => desk.propose({ task }),
});

const proposeTasks = sessionTool<typeof proposalInputs.propose_tasks, PlannerDesk>({
  name: 'propose_tasks',
  title: 'Propose the tasks',
  description:
    'Hands over all tasks that you propose so far, in place of those of the call before. They are drafts that a person decides about; nothing is started. Answers with what cannot be used: then call it again with all of them, repaired.',
  hints: sets,
  input: proposalInputs.propose_tasks,
  work: async ({ tasks }, desk) => desk.propose({ tasks }),
});

export const plannerTools: readonly SessionTool<PlannerDesk>[] = [proposePrompt, proposeTasks];
