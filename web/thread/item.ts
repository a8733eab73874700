// What a thread is made of, folded from the events of a task.
import type { CardState } from '../data/columns.ts';
import type { FileDiff } from '../diff/file-diff.ts';

export interface ToolItem {
  readonly kind: 'tool';
  readonly key: string;
  readonly at: string;
  readonly id: string;
  readonly title: string;
  readonly toolKind: string;
  readonly status: 'pending' | 'running' | 'completed' | 'failed';
  readonly input: string;
  readonly output: string;
  readonly diffs: readonly FileDiff[];
}

export interface SubagentItem {
  readonly kind: 'subagent';
  readonly key: string;
  readonly at: string;
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly round: number;
  readonly maxTurns: number | null;
  readonly tokens: number;
  readonly maxTokens: number | null;
  /** The calls that it makes, in order. */
  readonly calls: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: ToolItem['status'];
  }[];
  /** Null while it works. */
  readonly end: string | null;
  readonly result: string;
}

export type ThreadItem =
  | { readonly kind: 'message' | 'thought'; readonly key: string; readonly at: string; readonly text: string }
  | {
      readonly kind: 'person';
      readonly key: string;
      readonly at: string;
      readonly from: string;
      readonly text: string;
    }
  | ToolItem
  | SubagentItem
  | {
      readonly kind: 'plan';
      readonly key: string;
      readonly at: string;
      readonly entries: readonly { readonly text: string; readonly status: string }[];
    }
  | {
      readonly kind: 'output';
      readonly key: string;
      readonly at: string;
      readonly source: string;
      readonly text: string;
    }
  | {
      readonly kind: 'note';
      readonly key: string;
      readonly at: string;
      readonly isWarning: boolean;
      readonly text: string;
    }
  | {
      readonly kind: 'state';
      readonly key: string;
      readonly at: string;
      readonly to: CardState;
      readonly text: string;
      readonly detail: string;
    }
  /** A new attempt begins. */
  | { readonly kind: 'chapter'; readonly key: string; readonly at: string; readonly text: string };
