// What a review can do: see what changed and what the checks found, and comment on it. Comments on the lines of a task's
// work are kept as drafts of the person who writes them, and sent to the agent as one message when they request changes.
// The agent goes on in the same copy.
import { AppError } from '../../domain/errors.ts';
import type { Oid } from '../../domain/ids.ts';
import type { Anchor, DiffSide, LineRange, ReviewComment } from '../../domain/review-comment.ts';
import { label } from '../../domain/task.ts';
import type { Task } from '../../domain/task.ts';
import { reviewPrompt } from '../../planning/review-prompt.ts';
import type { StoreOperations } from '../../store/store.ts';
import type { Hub } from '../../workspaces/workspaces.ts';
import type { DeclaredOwnership } from '../declared-ownership.ts';
import type { EngineDeps } from '../deps.ts';
import { findProject } from '../find.ts';
import { send } from '../send-message.ts';
import type { TaskCommandDeps } from '../task-commands.ts';
import { requireOwnProjectOf } from '../own-project.ts';
import { readCheckLog } from '../check-logs.ts';
import { diffOf, endsOf } from '../task-diff.ts';
import type { DiffQuery, TaskDiff } from '../task-diff.ts';
import { verificationReport } from '../verification.ts';
import type { VerificationReport } from '../verification.ts';
import { anchorsOf } from './anchors.ts';
import { Judges } from './judges.ts';
import { Previews } from './previews.ts';
import { Variants } from './variants.ts';
import { changesOf } from './changes.ts';
import type { ChangesQuery, TaskChanges } from './changes.ts';

export interface WantedComment {
  /** From the root of the repository: as the file is called on the side that is commented on. */
  readonly path: string;
  readonly side: DiffSide;
  readonly lines: LineRange;
  readonly text: string;
}

export interface AnchoredComment {
  readonly comment: ReviewComment;
  readonly anchor: Anchor;
}

/** A person who writes more than this at once is a program that went wrong. */
const maxDrafts = 500;

export class Review {
  readonly variants: Variants;
  /** Who put variants into an order. */
  readonly judges: Judges;
  /** Servers that show the work of tasks. */
  readonly previews: Previews;
  readonly #commands: TaskCommandDeps;
  readonly #deps: EngineDeps;

  constructor(commands: TaskCommandDeps, declared: DeclaredOwnership) {
    this.#commands = commands;
    this.#deps = commands.deps;
    this.variants = new Variants(commands, declared);
    this.judges = new Judges(commands.deps, this.variants);
    this.previews = new Previews(commands.deps);
  }

  /** The task's work against its base; of an earlier attempt where one is named. Throws `not_found`. */
  async diff(task: Task, query: DiffQuery = {}): Promise<TaskDiff> {
    await requireOwnProjectOf(this.#deps, task);
    return diffOf(this.#deps, task, query);
  }

  /** What is known of its work now, held against the repository. */
  async verification(task: Task): Promise<VerificationReport> {
    await requireOwnProjectOf(this.#deps, task);
    return verificationReport(this.#deps, task);
  }

  /** The full output of a check of this task. */
  async checkLog(task: Task, log: string): Promise<string> {
    await requireOwnProjectOf(this.#deps, task);
    return readCheckLog(this.#deps, task, log);
  }

  /** The work as data, file by file. Throws `not_found`. */
  async changes(task: Task, query: ChangesQuery): Promise<TaskChanges> {
    await requireOwnProjectOf(this.#deps, task);
    return changesOf(this.#deps, task, query);
  }

  /** Those that were sent, and the drafts of `reader`; oldest first. Throws `git_failed`. */
  async list(task: Task, reader: string): Promise<readonly AnchoredComment[]> {
    const all = await this.#deps.store.comments.list(task.id);
    const seen = all.filter((comment) => comment.sentAt !== null || comment.author === reader);
    return this.#anchored(task, seen);
  }

  /** Throws `not_found` for work or a file that is not there, `invalid_input` for lines that it does not have. */
  async add(task: Task, wanted: WantedComment, author: string): Promise<AnchoredComment> {
    const { store, now, newId } = this.#deps;
    const hub = await this.#hub(task);
    const { base, head } = await endsOf(this.#deps, hub, task, undefined);
    const code = await linesAt(hub, wanted, wanted.side === 'new' ? head : base);
    const comment: ReviewComment = {
      id: newId().slice(0, 8),
      taskId: task.id,
      author,
      ...wanted,
      text: wanted.text.trim(),
      code,
      base,
      head,
      createdAt: now(),
      sentAt: null,
    };
    await store.transition(async (within) => {
      const drafts = (await within.comments.list(task.id)).filter((one) => isDraftOf(one, author));
      if (drafts.length >= maxDrafts) throw tooMany(task);
      await within.comments.insert(comment);
    });
    return { comment, anchor: { kind: 'current', path: comment.path, lines: comment.lines } };
  }

  /** Takes a draft away. Throws `not_found` for one of somebody else, `invalid_transition` for one that was sent. */
  async remove(task: Task, id: string, author: string): Promise<void> {
    await this.#deps.store.transition(async (within) => {
      const comment = (await within.comments.list(task.id)).find((one) => one.id === id);
      if (comment === undefined || (comment.sentAt === null && comment.author !== author))
        throw new AppError('not_found', `Task ${label(task)} has no comment ${id} of yours.`, {
          next: `See them with: tasklane task comment list ${task.name}`,
          details: { task: task.id, comment: id },
        });
      if (comment.sentAt !== null)
        throw new AppError('invalid_transition', `Comment ${id} was sent; its agent has it already.`, {
          next: 'Tell the agent what has changed: tasklane task send.',
          details: { task: task.id, comment: id },
        });
      await within.comments.remove(id);
    });
  }

  /**
   * Sends all drafts of a person and what they say besides as one message; the task goes on in its copy. Throws
   * `invalid_input` when there is nothing to say, `invalid_transition` when no agent listens.
   */
  async requestChanges(task: Task, message: string, author: string): Promise<Task> {
    await requireOwnProjectOf(this.#deps, task);
    const drafts = (await this.#deps.store.comments.list(task.id)).filter((one) => isDraftOf(one, author));
    const words = message.trim();
    if (drafts.length === 0 && words === '')
      throw new AppError('invalid_input', `You have no comments on task ${label(task)}, and say nothing.`, {
        next: `Add one with \`tasklane task comment add ${task.name} FILE:LINE "…"\`, or give a message.`,
        details: { task: task.id },
      });
    const told = (await this.#anchored(task, drafts)).map(({ comment, anchor }) => ({
      ...comment,
      path: anchor.kind === 'outdated' ? comment.path : anchor.path,
      lines: anchor.kind === 'outdated' ? null : anchor.lines,
    }));
    const ids = drafts.map((draft) => draft.id);
    const also = async (within: StoreOperations): Promise<void> => {
      // Two windows of one person: what the other has sent meanwhile is not sent twice.
      if ((await within.comments.markSent(ids, this.#deps.now())) === ids.length) return;
      throw new AppError('invalid_transition', `Comments on task ${label(task)} were sent meanwhile.`, {
        next: `Look at them again: tasklane task comment list ${task.name}`,
        details: { task: task.id },
      });
    };
    return send(this.#commands, task, reviewPrompt(words, told), { also }, author);
  }

  async #anchored(task: Task, comments: readonly ReviewComment[]): Promise<readonly AnchoredComment[]> {
    if (comments.length === 0) return [];
    const hub = await this.#hub(task);
    const anchors = await anchorsOf(hub, comments, await endsOf(this.#deps, hub, task, undefined));
    return comments.map((comment, index) => ({ comment, anchor: anchors[index] ?? { kind: 'outdated' } }));
  }

  async #hub(task: Task): Promise<Hub> {
    await requireOwnProjectOf(this.#deps, task);
    const project = await findProject(this.#deps.store, task.projectId);
    return this.#deps.workspaces.openHub(project.id, project.root);
  }
}

function isDraftOf(comment: ReviewComment, author: string): boolean {
  return comment.sentAt === null && comment.author === author;
}

async function linesAt(hub: Hub, { path, lines }: WantedComment, commit: Oid): Promise<string> {
  const content = await hub.readFile(commit, path);
  if (content === null)
    throw new AppError('not_found', `There is no file “${path}” that can be commented on.`, {
      next: 'Name a text file from the root of the repository; one that was deleted or changed is on the old side.',
      details: { path },
    });
  const all = content.replace(/\n$/, '').split('\n');
  if (lines.end < lines.start || lines.end > all.length)
    throw new AppError(
      'invalid_input',
      `“${path}” has ${all.length} lines; there are no lines ${lines.start}–${lines.end}.`,
      { next: 'Name lines that are there, the first one first.', details: { path, lines: all.length } },
    );
  return all.slice(lines.start - 1, lines.end).join('\n');
}

function tooMany(task: Task): AppError {
  return new AppError('invalid_input', `You have ${maxDrafts} comments on task ${label(task)} already.`, {
    next: 'Send them first: tasklane task request-changes.',
    details: { task: task.id, max: maxDrafts },
  });
}
