// What a planner is told: its role, the map of the repository as data between markers, and the request word for word.
import { readFileSync } from 'node:fs';
import { categories } from '../domain/plan.ts';
import type { ProposedTask } from '../domain/planning/proposal.ts';
import type { About, RequestKind } from '../domain/planning/request.ts';
import { fill } from '../lib/template.ts';
import type { Knowledge } from './knowledge/knowledge.ts';
import { asSent } from './proposal/read-proposal.ts';

const read = (name: string): string => readFileSync(new URL(`./roles/${name}.md`, import.meta.url), 'utf8');
const [answer, planner, engineer, common, repair, byTool, byJson, failed] = [
  read('answer'),
  read('planner'),
  read('prompt-engineer'),
  read('common'),
  read('repair'),
  read('by-tool'),
  read('by-json'),
  read('failed'),
];

export interface PlannerInput {
  readonly kind: RequestKind;
  readonly request: string;
  readonly knowledge: Knowledge;
  /** Command lines of checks that a task may name. */
  readonly checks: readonly string[];
  /** What was proposed or answered before, and what the person wants otherwise. */
  readonly before: {
    readonly tasks: readonly ProposedTask[];
    readonly answer: string | null;
    readonly wish: string;
  } | null;
  /** A task that failed, which is to be asked for differently. */
  readonly about: About | null;
  /** What was said before, in the same conversation; empty where nothing was. */
  readonly thread: string;
  /** The tool that takes the proposal; null: it has none, and answers with JSON. */
  readonly tool: string | null;
}

export function plannerPrompt(input: PlannerInput): string {
  const map = mapText(input.knowledge);
  const slots = {
    map,
    before: beforeText(input.before),
    request: input.request,
    thread: [threadText(input.thread), aboutText(input.about)].filter((text) => text !== '').join('\n\n'),
  };
  if (input.kind === 'question') return fill(answer, slots);
  const told = fill(common, {
    ...slots,
    categories: categories.join(', '),
    checks: input.checks.map((one) => `\`${one}\``).join(', ') || 'there are none, so leave it empty',
    how: input.tool === null ? byJson : fill(byTool, { tool: input.tool }),
  });
  return fill(input.kind === 'plan' ? planner : engineer, { common: told });
}

function aboutText(about: About | null): string {
  if (about === null) return '';
  const { title, attempts, error } = about;
  return fill(failed, {
    title: asData(title),
    attempts: String(attempts),
    prompt: asData(about.prompt),
    error: error === null ? 'It is not known why.' : asData(error),
  });
}

function threadText(thread: string): string {
  return thread === ''
    ? ''
    : `What was said before in this conversation, for what the request refers to:\n\n--- conversation ---\n${asData(thread)}\n--- end of the conversation ---`;
}

// Nobody whose words are told may end the part that is theirs.
function asData(text: string): string {
  return text.replaceAll(/^--- (?=(?:end of the )?(?:repository map|conversation|failed task))/gim, '- ');
}

export function repairPrompt(problems: readonly string[]): string {
  return fill(repair, { problems: problems.map((one) => `- ${one}`).join('\n') });
}

function beforeText(before: PlannerInput['before']): string {
  if (before === null) return '';
  const said =
    before.answer === null
      ? `This was proposed before:\n${JSON.stringify({ tasks: before.tasks.map(asSent) })}`
      : `You answered before:\n${before.answer}`;
  return `${said}\n\nThe person wants it otherwise: ${before.wish}\n\nChange what they say and keep the rest as it is, also the keys.`;
}

/** Of the map in a prompt, in characters. */
const longestMap = 24_000;

function mapText(known: Knowledge): string {
  const lines = [
    `commit ${known.commit}, ${known.files} files`,
    `languages: ${known.languages.map(({ name, files }) => `${name} (${files})`).join(', ')}`,
    `manifests: ${known.manifests.join(', ')}`,
    `recent commits:\n${known.log.map((one) => `  ${one}`).join('\n')}`,
    `folders:\n${known.folders.map(({ path, files, names }) => `  ${path} (${files}): ${names.join(', ')}`).join('\n')}`,
    ...known.imported.map(({ path, count, by }) => `imported by ${count}: ${path} (${by.join(', ')})`),
    ...known.leftOut,
    ...known.guides.map(({ path, text }) => `${path}:\n${text}`),
  ];
  const text = lines.join('\n');
  const shown = text.length > longestMap ? `${text.slice(0, longestMap)}\n(the map was cut here)` : text;
  return asData(shown);
}
