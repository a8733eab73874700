// The text that takes the place of the beginning of a conversation.
import { readFile } from 'node:fs/promises';
import { fill } from '../../../lib/template.ts';
import { callsOf } from '../conversation.ts';
import type { Entry } from '../conversation.ts';
import type { Essentials } from './essentials.ts';

const maxSummary = 24_000;
const maxFiles = 200;
const listedCalls = 60;

export interface MemoryParts extends Essentials {
  readonly summary: string;
  /** For what the person wrote; the first and the last of it are kept. */
  readonly maxAskedChars: number;
}

export async function memoryText(parts: MemoryParts): Promise<string> {
  const template = await readFile(new URL('memory.md', import.meta.url), 'utf8');
  const files = parts.files.slice(-maxFiles).map((path) => `- ${path}`);
  const left = parts.files.length - files.length;
  return fill(template, {
    asked: asked(parts.asked, parts.maxAskedChars),
    plan: parts.plan.map(({ text, status }) => `- [${status}] ${text}`).join('\n') || '(none was shown)',
    files: [...(left > 0 ? [`- … and ${left} before`] : []), ...files].join('\n') || '(none)',
    summary: parts.summary.slice(0, maxSummary),
  });
}

/** In place of a summary that the model could not give: the calls it made. */
export function actionsOf(entries: readonly Entry[]): string {
  const calls = entries.flatMap((entry) => (entry.type === 'assistant' ? callsOf(entry.message) : []));
  const lines = calls
    .slice(-listedCalls)
    .map(({ name, input }) => `- ${name} ${(JSON.stringify(input) ?? '').slice(0, 160)}`);
  return `It could not be summed up. The last calls of tools, oldest first:\n${lines.join('\n') || '- none'}`;
}

// The first is the task, the last is what it is about now.
function asked(texts: readonly string[], maxChars: number): string {
  const [first = '', ...others] = texts;
  const kept: string[] = [];
  let left = maxChars - first.length;
  for (const text of others.toReversed()) {
    left -= text.length;
    if (left < 0 && kept.length > 0) break;
    kept.unshift(cut(text, maxChars));
  }
  const gap = others.length - kept.length;
  return [cut(first, maxChars), ...(gap > 0 ? [`[… ${gap} messages left out]`] : []), ...kept].join(
    '\n\n---\n\n',
  );
}

function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const half = Math.floor(maxChars / 2);
  return `${text.slice(0, half)}\n[… ${text.length - 2 * half} characters left out]\n${text.slice(-half)}`;
}
