// The agent's working directory, found in what it tells the model. A script cannot know it: the workspace is made
// after the prompt is written, but some tools take absolute paths only.
import type { Turn } from './conversation.ts';

// In this order: qwen and gemini, codex, cline, and the wording that most others share.
const SENTENCES: readonly RegExp[] = [
  /working in the directory: (.+)/gi,
  /<cwd>(.+?)<\/cwd>/gi,
  /current working directory \((.+?)\)/gi,
  /(?:working|workspace) (?:directory|folder)(?: is)?:? (.+)/gi,
  /workspace directories:[*\s]+- (.+)/gi,
];

/** Null when nothing in the conversation names one. */
export function findWorkingDirectory(turns: readonly Turn[]): string | null {
  const system = turns.filter((turn) => turn.role === 'system');
  const user = turns.filter((turn) => turn.role === 'user');
  const texts = [...system, ...user].map((turn) => turn.text);
  const named = texts.flatMap((text) => SENTENCES.flatMap((sentence) => [...text.matchAll(sentence)]));
  return named.map((match) => clean(match[1] ?? '')).find(isAbsolutePath) ?? null;
}

export function isAbsolutePath(path: string): boolean {
  return /^(\/|[a-z]:[\\/])/i.test(path);
}

function clean(path: string): string {
  return path.trim().replace(/^[`'"]|[`'".,]+$/g, '');
}
