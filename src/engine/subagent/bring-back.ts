// What a subagent did in a copy of its own comes into the copy of its parent: merged in the hub, then written there, or not
// at all. A conflict is the parent's to solve: it is told the files, and how the other side changed them.
import type { ChangedFile } from '../../domain/result.ts';
import type { Oid } from '../../domain/ids.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import type { RunContext } from '../run-context.ts';

/** The parent's agent, or another of its subagents, may write while we merge. */
const tries = 5;
const maxPatch = 30_000;
const maxFiles = 100;

/** In words for the parent's agent; empty for one that worked in the parent's copy. */
export async function bringBack(parent: RunContext, child: Task): Promise<string> {
  const head = child.result?.head;
  const base = child.subagent?.base;
  if (child.subagent?.copy !== 'own' || head === undefined || base === undefined) return '';
  if (head === base) return '[It changed no file.]';
  const files = await parent.hub.changedFiles(base, head);
  return mergeInto(parent, child, { base, head, files });
}

interface Work {
  readonly base: Oid;
  readonly head: Oid;
  readonly files: readonly ChangedFile[];
}

async function mergeInto(parent: RunContext, child: Task, { base, head, files }: Work): Promise<string> {
  const { hub, workspace } = parent;
  if (workspace === null) throw new Error('a task whose agent works has a copy');
  let reason = '';
  for (let attempt = 0; attempt < tries; attempt += 1) {
    const commit = { message: 'What a subagent comes back to\n', author: parent.author };
    const ours = await hub.snapshot(workspace, base, commit);
    const merged = await hub.merge(ours.head, head);
    if (merged.kind === 'conflict') {
      const patch = await hub.patch(base, head, { maxBytes: maxPatch });
      const cut = patch.truncated ? '\n[the rest is cut]' : '';
      return `[Its work conflicts with your copy in ${merged.files.join(', ')}; nothing of it is in your copy. It is kept as ${label(child)}. Make these changes yourself where they still fit:]\n${patch.text}${cut}`;
    }
    const brought = await hub.bringInto(workspace, { from: ours.tree, to: merged.tree });
    if (brought.kind === 'done') return `[Its work is in your copy now:]\n${listed(files)}`;
    ({ reason } = brought);
  }
  return `[Its work could not be brought into your copy, whose files changed each time or are in the way: ${reason} It is kept as ${label(child)}.]`;
}

function listed(files: readonly ChangedFile[]): string {
  const left = files.length - maxFiles;
  const lines = files.slice(0, maxFiles).map(({ path, status }) => `${status} ${path}`);
  return [...lines, ...(left > 0 ? [`… and ${left} more`] : [])].join('\n');
}
