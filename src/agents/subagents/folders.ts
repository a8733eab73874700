// Where subagents are defined. Our own folder comes first; those of other agents are read, and never written.
import { join } from 'node:path';
import type { SubagentLevel } from '../../domain/subagent.ts';

export interface SubagentFolder {
  readonly dir: string;
  readonly level: Exclude<SubagentLevel, 'built-in'>;
  readonly isReadOnly: boolean;
  /** Links that lead out of this folder are not followed. Null: the folder is the person's own. */
  readonly within: string | null;
}

const names = ['.tasklane', '.qwen', '.claude'];

/** Of a repository or a copy of one; the strongest first. */
export function projectFolders(root: string): readonly SubagentFolder[] {
  return names.map((name, index) => ({
    dir: join(root, name, 'agents'),
    level: 'project',
    isReadOnly: index > 0,
    within: root,
  }));
}

/** Of a person; the strongest first. */
export function userFolders(home: string): readonly SubagentFolder[] {
  return names.map((name, index) => ({
    dir: join(home, name, 'agents'),
    level: 'user',
    isReadOnly: index > 0,
    within: null,
  }));
}
