// Tool calls as upserts: announcements, updates and permission requests arrive in any order, each with only some fields
// (agents.md §2.1), and some agents send the whole output again with every update. What is stored stays bounded.
import { z } from 'zod';
import type { FileDiff, ToolCall, ToolKind, ToolStatus } from '../../domain/agent-event.ts';
import { keepEnd } from '../cap.ts';

const maxTextBytes = 64 * 1024;
const maxCalls = 200;
/** Diffs of one call that come piece by piece. */
const maxPieces = 50;

const optionalText = z.string().nullish().catch(undefined);

/** What we read of a tool call. Anything unexpected in an optional field counts as not said. */
export const toolFields = z.object({
  toolCallId: z.string(),
  title: optionalText,
  name: optionalText,
  kind: optionalText,
  status: optionalText,
  content: z.array(z.unknown()).nullish().catch(undefined),
  locations: z
    .array(z.object({ path: z.string() }))
    .nullish()
    .catch(undefined),
  rawInput: z.unknown().optional(),
  rawOutput: z.unknown().optional(),
});
export type ToolFields = z.infer<typeof toolFields> & { readonly parent?: string };

const diffContent = z.object({
  type: z.literal('diff'),
  path: z.string(),
  oldText: z.string().nullish(),
  newText: z.string(),
});
const textContent = z.object({ type: z.literal('content'), content: z.object({ text: z.string() }) });

export class ToolCalls {
  /** By the id the agent uses now; oldest first. */
  readonly #calls = new Map<string, ToolCall>();
  readonly #announced = new Set<string>();
  readonly #uses = new Map<string, number>();

  /** An announcement (`tool_call`). Null when it changes nothing. */
  announce(fields: ToolFields): ToolCall | null {
    const known = this.#calls.get(fields.toolCallId);
    // Some models number their calls from zero in every round, so an id that is announced again is another call.
    if (
      known !== undefined &&
      this.#announced.has(known.id) &&
      isOver(known) &&
      !isOver({ status: statusOf(fields) })
    ) {
      this.#calls.delete(fields.toolCallId);
    }
    const call = this.upsert(fields);
    this.#announced.add(this.#calls.get(fields.toolCallId)?.id ?? fields.toolCallId);
    return call;
  }

  /** Null when it changes nothing. */
  upsert(fields: ToolFields): ToolCall | null {
    const before = this.#calls.get(fields.toolCallId);
    const call = merge(before ?? this.#fresh(fields.toolCallId), fields);
    this.#calls.set(fields.toolCallId, call);
    this.#forgetOldest();
    return before !== undefined && isSame(before, call) ? null : call;
  }

  /** One more piece of what a call puts out, as version 2 of the protocol sends it. Null when it changes nothing. */
  append(toolCallId: string, content: unknown): ToolCall | null {
    const before = this.#calls.get(toolCallId) ?? this.#fresh(toolCallId);
    const piece = outputOf({ toolCallId, content: [content] });
    const diffs = diffsOf([content]).filter(isSmall);
    if (piece === null && diffs.length === 0) return null;
    const output = piece === null ? before.output : keepEnd((before.output ?? '') + piece, maxTextBytes);
    const call = { ...before, output, diffs: [...before.diffs, ...diffs].slice(-maxPieces) };
    this.#calls.set(toolCallId, call);
    this.#forgetOldest();
    return call;
  }

  /** Our id of a call, by the one that the agent uses now. */
  idOf(id: string): string {
    return this.#calls.get(id)?.id ?? id;
  }

  get(id: string): ToolCall | undefined {
    return this.#calls.get(id);
  }

  #fresh(toolCallId: string): ToolCall {
    const use = (this.#uses.get(toolCallId) ?? 0) + 1;
    this.#uses.set(toolCallId, use);
    const id = use === 1 ? toolCallId : `${toolCallId}~${use}`;
    return {
      id,
      title: '',
      kind: 'other',
      status: 'pending',
      paths: [],
      input: null,
      output: null,
      diffs: [],
    };
  }

  #forgetOldest(): void {
    if (this.#calls.size <= maxCalls) return;
    for (const [key, call] of this.#calls) {
      if (!isOver(call)) continue;
      this.#calls.delete(key);
      return;
    }
  }
}

/** The id that the agent knows a call by. */
export function agentsIdOf(id: string): string {
  return id.replace(/~\d+$/, '');
}

/** What is known of a call, with the fields of one message laid over it. */
function merge(before: ToolCall, fields: ToolFields): ToolCall {
  const diffs = diffsOf(fields.content);
  const paths = [
    ...(fields.locations ?? []).map((location) => location.path),
    ...diffs.map((diff) => diff.path),
  ];
  const status = statusOf(fields);
  return {
    id: before.id,
    title: fields.title ?? (before.title === '' ? (fields.name ?? '') : before.title),
    kind: fields.kind == null ? before.kind : kindOf(fields.kind),
    // An announcement that comes late does not open a finished call again.
    status: status === null || isOver(before) ? before.status : status,
    paths: paths.length === 0 ? before.paths : [...new Set(paths)],
    input: textOf(fields.rawInput) ?? before.input,
    output: outputOf(fields) ?? before.output,
    diffs: diffs.length === 0 ? before.diffs : diffs.filter(isSmall),
    ...parentOf(fields.parent ?? before.parent),
  };
}

function parentOf(parent: string | undefined): { parent?: string } {
  return parent === undefined ? {} : { parent };
}

function isOver(call: { readonly status: ToolStatus | null }): boolean {
  return call.status === 'completed' || call.status === 'failed';
}

function statusOf(fields: ToolFields): ToolStatus | null {
  switch (fields.status) {
    case 'pending':
    case 'completed':
    case 'failed':
      return fields.status;
    case 'in_progress':
      return 'running';
    default:
      return null;
  }
}

const kinds: readonly ToolKind[] = ['read', 'edit', 'delete', 'move', 'search', 'execute', 'think', 'fetch'];

function kindOf(said: string): ToolKind {
  return kinds.find((kind) => kind === said) ?? 'other';
}

function diffsOf(content: ToolFields['content']): readonly FileDiff[] {
  return (content ?? []).flatMap((block) => {
    const diff = diffContent.safeParse(block).data;
    return diff === undefined ? [] : [{ path: diff.path, before: diff.oldText ?? null, after: diff.newText }];
  });
}

// Half a diff would lie. The path stays known, and the real diff is git's.
function isSmall(diff: FileDiff): boolean {
  return Buffer.byteLength(diff.before ?? '') + Buffer.byteLength(diff.after) <= maxTextBytes;
}

function outputOf(fields: ToolFields): string | null {
  const texts = (fields.content ?? []).flatMap(
    (block) => textContent.safeParse(block).data?.content.text ?? [],
  );
  return texts.length > 0 ? keepEnd(texts.join('\n'), maxTextBytes) : textOf(fields.rawOutput);
}

function textOf(raw: unknown): string | null {
  if (raw === undefined || raw === null) return null;
  return keepEnd(typeof raw === 'string' ? raw : JSON.stringify(raw), maxTextBytes);
}

function isSame(before: ToolCall, after: ToolCall): boolean {
  return JSON.stringify(before) === JSON.stringify(after);
}
