// Decides what the model replies to one request: the step of the script the conversation stands at.
import { randomUUID } from 'node:crypto';
import type { Conversation } from './conversation.ts';
import type { ToolCall } from './dialect.ts';
import { findPlace } from './place.ts';
import type { Place } from './place.ts';
import { Step } from './script.ts';
import type { ParsedScripts } from './script.ts';
import { mapAction } from './tool-calls.ts';
import { findWorkingDirectory } from './working-directory.ts';

export type Reply =
  | {
      readonly kind: 'answer';
      readonly text: string;
      readonly calls: readonly ToolCall[];
      /** What happens after the words. */
      readonly ending: 'complete' | 'hang' | 'cut';
      readonly delayMs: number;
      readonly wordDelayMs: number;
    }
  | {
      readonly kind: 'failure';
      readonly status: number;
      readonly message: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'reset' };

export interface Decision {
  readonly place: Place | null;
  readonly reply: Reply;
}

/** Counts how often a key was used. The only thing the server remembers: how often a step has failed already. */
export type CountUse = (key: string) => number;

export function decide(conversation: Conversation, scripts: ParsedScripts, countUse: CountUse): Decision {
  const place = findPlace(conversation.turns);
  // Titles, summaries and the like are asked for without tools, and are no step of the work.
  if (conversation.tools.length === 0) return { place, reply: text('A side answer.') };
  if (place === null) return { place, reply: text('No message names a script.') };
  const script = scripts.get(place.script);
  if (script === undefined) return { place, reply: text(unknownScript(place.script, scripts)) };
  const step = script[place.step];
  if (step === undefined) return { place, reply: text('All scripted steps are done.') };
  return { place, reply: perform(step, place, conversation, countUse) };
}

function perform(raw: Step, place: Place, conversation: Conversation, countUse: CountUse): Reply {
  const workingDirectory = place.params['cwd'] ?? findWorkingDirectory(conversation.turns);
  const step = substitute(raw, {
    ...place.params,
    ...(workingDirectory !== null && { cwd: workingDirectory }),
  });
  const key = `${place.script} ${place.step} ${place.params['run'] ?? ''}`;
  if (step.fail !== undefined && isStill(step.fail.times, `fail ${key}`, countUse)) {
    const { status, message = 'scripted failure', headers = {} } = step.fail;
    return { kind: 'failure', status, message, headers };
  }
  if (isDue(step, 'reset', key, countUse)) return { kind: 'reset' };
  return {
    ...text(''),
    ...actOut(step, place, conversation, workingDirectory),
    ending: endingOf(step, key, countUse),
    delayMs: step.delayMs ?? 0,
    wordDelayMs: step.wordDelayMs ?? 0,
  };
}

function endingOf(step: Step, key: string, countUse: CountUse): 'complete' | 'hang' | 'cut' {
  if (isDue(step, 'cut', key, countUse)) return 'cut';
  return isDue(step, 'hang', key, countUse) ? 'hang' : 'complete';
}

function isDue(step: Step, kind: 'reset' | 'cut' | 'hang', key: string, countUse: CountUse): boolean {
  const wanted = step[kind];
  if (wanted === undefined) return false;
  return isStill(wanted === true ? undefined : wanted.times, `${kind} ${key}`, countUse);
}

function isStill(times: number | undefined, key: string, countUse: CountUse): boolean {
  return times === undefined || countUse(key) <= times;
}

function actOut(
  step: Step,
  place: Place,
  conversation: Conversation,
  workingDirectory: string | null,
): { readonly text: string; readonly calls: readonly ToolCall[] } {
  const searchResult = place.searched
    ? (conversation.turns.findLast((turn) => turn.role === 'tool')?.text ?? '')
    : null;
  const offer = { tools: conversation.tools, workingDirectory, searchResult };
  const calls: ToolCall[] = [];
  for (const action of step.do ?? []) {
    const call = mapAction(action, offer);
    if (call === null) return { text: impossible(action, conversation), calls: [] };
    calls.push({ id: `call_${randomUUID().slice(0, 8)}`, ...call });
  }
  // A search stands alone: its turn is no step, and the step is answered once the tool is found.
  const search = calls.find((call) => call.name === 'tool_search');
  return search === undefined ? { text: step.say ?? '', calls } : { text: '', calls: [search] };
}

function text(words: string): Reply & { readonly kind: 'answer' } {
  return { kind: 'answer', text: words, calls: [], ending: 'complete', delayMs: 0, wordDelayMs: 0 };
}

function unknownScript(name: string, scripts: ParsedScripts): string {
  return `There is no script ${name}; there are: ${[...scripts.keys()].join(', ')}.`;
}

function impossible(action: object, conversation: Conversation): string {
  const offered = conversation.tools.map((tool) => tool.name).join(', ');
  return `No tool here can do ${JSON.stringify(action)}; offered: ${offered}.`;
}

// Only names that are known are replaced: a script may well write a file with `${name}` of its own in it.
function substitute(step: Step, params: Readonly<Record<string, string>>): Step {
  const inText = (value: string): string =>
    value.replaceAll(/\$\{(\w+)\}/g, (whole: string, name: string) => params[name] ?? whole);
  const inAny = (value: unknown): unknown => {
    if (typeof value === 'string') return inText(value);
    if (Array.isArray(value)) return value.map(inAny);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inAny(inner)]));
  };
  return Step.parse(inAny(step));
}
