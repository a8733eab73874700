// Runs the calls of one answer. What changes nothing runs side by side; what edits or executes runs alone, in the order
// of the calls, after a person agreed where the mode says so. Whatever goes wrong in a call is told to the model.
import { z } from 'zod';
import { messageOf } from '../../domain/errors.ts';
import type { FileDiff } from '../../domain/agent-event.ts';
import type { Client, ShownCall } from './client.ts';
import type { ModelCall } from './model.ts';
import { failed } from './tools/tool.ts';
import type { Failed, Outcome, Permissions, Prepared, Tool, ToolContext } from './tools/tool.ts';

export interface CallDeps extends Permissions {
  readonly tools: readonly Tool[];
  readonly context: ToolContext;
  readonly client: Client;
  /** Keeps a result. `paths` = what the call is about, as the model wrote them. */
  readonly record: (call: ModelCall, outcome: Outcome, paths: readonly string[]) => Promise<Outcome>;
}

/** So many calls side by side at most. */
const width = 10;

/** Rejects with the signal's reason when that aborts, after everything that ran has stopped. */
export async function runCalls(
  calls: readonly ModelCall[],
  deps: CallDeps,
  signal: AbortSignal,
): Promise<void> {
  for (const group of grouped(calls, deps.tools)) {
    signal.throwIfAborted();
    const ends = await settleAll(group, (call) => runCall(call, deps, signal), signal);
    signal.throwIfAborted();
    for (const end of ends) if (end.status === 'rejected') throw end.reason;
  }
}

function grouped(calls: readonly ModelCall[], tools: readonly Tool[]): readonly (readonly ModelCall[])[] {
  const isFree = (call: ModelCall | undefined): boolean => toolOf(call, tools)?.effect === 'free';
  const groups: ModelCall[][] = [];
  for (const call of calls) {
    const last = groups.at(-1);
    if (last !== undefined && isFree(call) && isFree(last[0])) last.push(call);
    else groups.push([call]);
  }
  return groups;
}

// The next call begins as soon as one of the `width` before it has ended, so that one that takes long holds up nobody.
async function settleAll(
  calls: readonly ModelCall[],
  run: (call: ModelCall) => Promise<void>,
  signal: AbortSignal,
): Promise<readonly PromiseSettledResult<void>[]> {
  const ends: PromiseSettledResult<void>[] = [];
  const waiting = calls.values();
  const work = async (): Promise<void> => {
    for (const call of waiting) {
      if (signal.aborted) return;
      ends.push(...(await Promise.allSettled([run(call)])));
    }
  };
  await Promise.all(Array.from({ length: width }, work));
  return ends;
}

/** How a call looks to a person, also when it is of no known tool or has the wrong arguments. */
export function shown(call: ModelCall, tools: readonly Tool[]): ShownCall {
  const tool = toolOf(call, tools);
  const input = tool?.input.safeParse(call.input).data;
  const view = input === undefined ? undefined : tool?.view(input);
  return {
    id: call.id,
    name: call.name,
    title: view?.title ?? call.name,
    kind: tool?.kind ?? 'other',
    paths: view?.paths ?? [],
    input: call.input,
  };
}

async function runCall(call: ModelCall, deps: CallDeps, signal: AbortSignal): Promise<void> {
  const view = shown(call, deps.tools);
  await deps.client.showCall(view, { status: 'pending' });
  try {
    const outcome = await deps.record(call, await attempt(call, view, deps, signal), view.paths);
    const status = outcome.kind === 'done' ? 'completed' : 'failed';
    await deps.client.updateCall(view, { status, text: outcome.text, diffs: diffsOf(outcome) });
  } catch (error) {
    await deps.client.updateCall(view, { status: 'failed', text: 'cancelled' });
    throw error;
  }
}

async function attempt(
  call: ModelCall,
  view: ShownCall,
  deps: CallDeps,
  signal: AbortSignal,
): Promise<Outcome> {
  const tool = toolOf(call, deps.tools);
  if (tool === undefined)
    return failed(
      `Tool "${call.name}" not found. Tools must use the exact names provided: ${deps.tools.map(({ name }) => name).join(', ')}`,
    );
  if (typeof call.input === 'string') return failed(`the arguments of ${call.name} are not valid JSON`);
  const input = tool.input.safeParse(call.input);
  if (!input.success) return failed(`wrong arguments for ${call.name}:\n${z.prettifyError(input.error)}`);
  try {
    const prepared = await tool.prepare(input.data, deps.context);
    if (prepared.kind === 'failed') return prepared;
    const refusal = await agree(tool, call, view, prepared, deps, signal);
    if (refusal !== null) return refusal;
    await deps.client.updateCall(view, { status: 'running' });
    await showPlan(tool, input.data, deps.client);
    return await prepared.run(
      (text) => void deps.client.updateCall(view, { status: 'running', text }),
      signal,
      { callId: call.id, client: deps.client, permissions: deps },
    );
  } catch (error) {
    signal.throwIfAborted();
    // A full disk, a missing right: the model may find a way around it, and must not take it for done.
    return failed(messageOf(error));
  }
}

/** Null when it may run. */
async function agree(
  tool: Tool,
  call: ModelCall,
  view: ShownCall,
  prepared: Prepared,
  deps: CallDeps,
  signal: AbortSignal,
): Promise<Failed | null> {
  if (!deps.mustAsk(tool, call)) return null;
  const permission = await deps.client.askPermission(view, prepared.diffs, signal);
  if (permission === 'cancelled') deps.cancel();
  signal.throwIfAborted();
  if (permission === 'always') deps.allowAlways(tool, call);
  return permission === 'refused'
    ? failed('the person refused this call; do not try to do the same in another way')
    : null;
}

async function showPlan(tool: Tool, input: Record<string, unknown>, client: Client): Promise<void> {
  const { plan } = tool.view(input);
  if (plan !== undefined) await client.showPlan(plan);
}

function toolOf(call: ModelCall | undefined, tools: readonly Tool[]): Tool | undefined {
  return tools.find((tool) => tool.name === call?.name);
}

function diffsOf(outcome: Outcome): readonly FileDiff[] {
  return outcome.kind === 'done' ? (outcome.diffs ?? []) : [];
}
