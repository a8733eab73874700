// The agent's working directory, found in what it tells the model. A script cannot know it: the workspace is made
// after the prompt is written, but some tools take absolute paths only.
import type { Turn } from './conversation.ts';

// In this order: qwen and gemini, codex, cline, and the wording that most others share.
const SENTENCES: readonly RegExp[] = [
  /working in the directory: (.+)/i,
  /<cwd>(.+?)<\/cwd>/i,
  /current working directory \((.+?)\)/i,
  /(?:working|workspace) (?:directory|folder)(?: is)?:? (.+)/i,
  /workspace directories:\s+- (.+)/i,
];

/** Null when nothing in the conversation names one. */
export function findWorkingDirectory(turns: readonly Turn[]): string | null {
  const system = turns.filter((turn) => turn.role === 'system');
  const user = turns.filter((turn) => turn.role === 'user');
  for (const turn of [...system, ...user]) {
    for (const sentence of SENTENCES) {
      const path = sentence.exec(turn.text)?.[1];
      if (path !== undefined && isAbsolutePath(clean(path))) return clean(path);
    }
  }
  return null;
}

export function isAbsolutePath(path: string): boolean {
  return /^(\/|[a-z]:[\\/])/i.test(path);
}

function clean(path: string): string {
  return path.trim().replace(/^[`'"]|[`'".,]+$/g, '');
}
