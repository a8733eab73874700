// The tools that every agent has in its session, in the order in which they are listed. None of them waits for a person.
import { z } from 'zod';
import { priorities, reportStates } from '../../domain/task.ts';
import type { SessionDesk } from '../../engine/session-desk.ts';
import { adds, looks, sets } from '../mcp/tool.ts';
import { sessionTool } from './tool.ts';
import type { SessionTool } from './tool.ts';

const reportStatus = sessionTool({
  name: 'report_status',
  title: 'Report how you stand',
  description:
    'Shows people in one line how you stand, for example “Half of the tests pass”. Call it when that changes. It decides nothing: what you did is checked when you end your turn.',
  hints: sets,
  input: z.strictObject({
    message: z.string().min(1).max(2000).describe('One line; 160 characters of it are shown.'),
    state: z
      .enum(reportStates)
      .optional()
      .describe('“working” unless told; “complete” or “failure” right before you end your turn.'),
  }),
  work: async ({ message, state = 'working' }, desk) => {
    const { text } = await desk.report({ state, text: message });
    return `Shown: ${text}`;
  },
});

const askHuman = sessionTool({
  name: 'ask_human',
  title: 'Ask a person',
  description:
    'Asks the person whose task this is something that you cannot find out or decide yourself. Answers “pending” at once: end your turn then, and the answer is your next prompt. Ask everything that you need before you end your turn.',
  hints: adds,
  input: z.strictObject({
    question: z
      .string()
      .min(1)
      .max(2000)
      .describe('One question, with what the person must know to answer it.'),
    suggestions: z.array(z.string().min(1).max(200)).max(10).optional().describe('Answers that you propose.'),
  }),
  work: async ({ question, suggestions = [] }, desk) => {
    const { id } = await desk.ask(question, suggestions);
    return `pending (question ${id}). Nobody answers while you work: end your turn now. The answer is your next prompt.`;
  },
});

const proposal = z.strictObject({
  key: z.string().min(1).max(50).optional().describe('By which later ones of this call name it.'),
  title: z.string().min(1).max(200).describe('One line that names it.'),
  prompt: z
    .string()
    .min(1)
    .max(20_000)
    .describe('What is to be done, with all that another agent must know.'),
  depends_on: z
    .array(z.string().min(1).max(200))
    .max(100)
    .optional()
    .describe('Keys of earlier ones, or numbers or names of tasks that must be applied first.'),
  owns: z.array(z.string().max(1000)).max(1000).optional().describe('Globs of the files that it may change.'),
  priority: z.enum(priorities).optional().describe('“normal” unless told.'),
});

const proposeTasks = sessionTool({
  name: 'propose_tasks',
  title: 'Propose tasks',
  description:
    'Proposes work that should be done and is not part of your task. Each becomes a draft that a person accepts, changes or drops; nothing is started, and you do not wait for it.',
  hints: adds,
  input: z.strictObject({
    tasks: z
      .array(proposal)
      .min(1)
      .max(20)
      .describe('In an order in which each comes after what it depends on.'),
  }),
  work: async ({ tasks }, desk) => {
    const drafts = await desk.propose(tasks);
    return `Proposed: ${drafts.map(({ number, title }) => `#${number} “${title}”`).join(', ')}. A person decides about them; go on with your own task.`;
  },
});

const requestNextTask = sessionTool({
  name: 'request_next_task',
  title: 'Ask what comes next',
  description:
    'Tells you what people wrote to you since your turn began, and otherwise that your task is the same. You never choose a task yourself: when yours is done, end your turn.',
  hints: adds,
  input: z.strictObject({}),
  work: async (_, desk) => {
    const news = await desk.news();
    const { number, title } = desk.task;
    if (news.length > 0) return `For your task #${number}, a person says:\n\n${news.join('\n\n')}`;
    return `Nothing new. Your task is #${number} “${title}”, as you were told. When it is done, end your turn: the next one is given out by the system.`;
  },
});

const mayWrite = sessionTool({
  name: 'may_write',
  title: 'Ask which files you may change',
  description:
    'Says for each path whether your task may change it, and if not whose it is. What you change beyond that is not taken over.',
  hints: looks,
  input: z.strictObject({
    paths: z
      .array(z.string().min(1).max(4000))
      .min(1)
      .max(200)
      .describe('From the root of the repository, or absolute.'),
  }),
  work: async ({ paths }, desk) => {
    const answers = await desk.mayWrite(paths);
    return answers
      .map(({ path, isAllowed, reason }) => `${isAllowed ? 'yes' : 'no'} ${path}: ${reason}`)
      .join('\n');
  },
});

/** Within the time that a tool may take. */
const subagentWaitMs = 40_000;

async function heardOf(desk: SessionDesk, run: string, signal: AbortSignal): Promise<string> {
  const answer = await desk.subagents.answer(run, subagentWaitMs, signal);
  if (answer !== null) return `Subagent ${run} ${answer.isError ? 'failed' : 'is done'}. ${answer.text}`;
  return `Subagent ${run} still works. Do something else meanwhile, or wait on: call subagent_result with run “${run}”. Do not end your turn before you heard of it.`;
}

const runSubagent = sessionTool({
  name: 'run_subagent',
  title: 'Have a subagent do a part',
  description:
    'Starts a subagent, which does one part of your task in a copy of its own of all that you have now. When it is done its work is merged into your copy; where that conflicts you are told, and nothing is changed. Several may work side by side. Use it when you have no such tool of your own.',
  hints: adds,
  input: z.strictObject({
    subagent: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .describe('“general-purpose” unless told; “code-search” only reads; or one that the project defines.'),
    description: z.string().min(1).max(100).describe('The part, in three to five words.'),
    prompt: z
      .string()
      .min(1)
      .max(20_000)
      .describe('What it is to do, with all that it must know: it sees nothing of your conversation.'),
  }),
  work: async ({ subagent = 'general-purpose', description, prompt }, desk, signal) =>
    heardOf(desk, desk.subagents.start({ subagent, description, prompt }), signal),
});

const subagentResult = sessionTool({
  name: 'subagent_result',
  title: 'Hear of a subagent',
  description:
    'Waits up to 40 seconds for a subagent that run_subagent began, and answers with what it says.',
  hints: looks,
  input: z.strictObject({
    run: z.string().min(1).max(20).describe('As run_subagent called it, such as s1.'),
  }),
  work: async ({ run }, desk, signal) => heardOf(desk, run, signal),
});

export const sessionTools: readonly SessionTool[] = [
  reportStatus,
  askHuman,
  proposeTasks,
  requestNextTask,
  mayWrite,
  runSubagent,
  subagentResult,
];
