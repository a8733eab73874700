// What a project tells every agent that works in it: AGENTS.md and its siblings at the root of the workspace.
import { readText } from './tools/text-file.ts';
import type { Workspace } from './workspace.ts';

/** In the order in which they count. */
export const instructionFiles = ['AGENTS.md', 'QWEN.md', 'CLAUDE.md'];
/** Per file. Instructions are sent with every request, so a handbook would crowd out the work. */
const maxChars = 20_000;

/** A section for the system prompt; empty when there are none. */
export async function readInstructions(workspace: Workspace): Promise<string> {
  const sections: string[] = [];
  const seen = new Set<string>();
  for (const name of instructionFiles) {
    const text = (await readInstructionFile(workspace, name)).trim();
    // Projects often have one of these files as a link to, or a copy of, another.
    if (text === '' || seen.has(text)) continue;
    seen.add(text);
    sections.push(`## ${name}\n\n${bounded(text, name)}`);
  }
  return sections.length === 0 ? '' : `# The project's own instructions\n\n${sections.join('\n\n')}`;
}

/** Empty when there is none, or it is outside the workspace. */
export async function readInstructionFile(workspace: Workspace, name: string): Promise<string> {
  const located = await workspace.forReading(name);
  if (located.kind === 'refused') return '';
  const file = await readText(located.absolute, name);
  return file.kind === 'text' ? file.text : '';
}

function bounded(text: string, name: string): string {
  if (text.length <= maxChars) return text;
  return `${text.slice(0, maxChars)}\n\n[${name} goes on; read_file shows the rest]`;
}
