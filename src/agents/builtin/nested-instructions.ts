// What folders below the root tell agents: AGENTS.md and its siblings there. It is said with the first result that has to do
// with such a folder, and not in the system prompt, which stays as it is so that providers can keep it.
import { posix } from 'node:path';
import { sinceCompaction } from './conversation.ts';
import type { Entry } from './conversation.ts';
import { instructionFiles, readInstructionFile } from './instructions.ts';
import type { Workspace } from './workspace.ts';

/** Of all that is said with one result. */
const maxChars = 20_000;

export class NestedInstructions {
  readonly #workspace: Workspace;
  readonly #entries: () => readonly Entry[];
  readonly #told = new Set<string>();

  /** `entries` of the conversation, as they are now. */
  constructor(workspace: Workspace, entries: () => readonly Entry[]) {
    this.#workspace = workspace;
    this.#entries = entries;
  }

  /** For the model, to be put behind a result about these paths; empty when it knows all there is. */
  async about(paths: readonly string[]): Promise<string> {
    const found: string[] = [];
    for (const file of await this.#filesFor(paths)) {
      if (this.#knows(file)) continue;
      this.#told.add(this.#key(file));
      const text = (await readInstructionFile(this.#workspace, file)).trim();
      // A link to, or a copy of, the one beside it says nothing new.
      if (text !== '' && !found.some((said) => said.endsWith(text))) found.push(`${markOf(file)}\n${text}`);
    }
    const all = found.map((text) => `\n\n${text}`).join('');
    return all.length <= maxChars ? all : `${all.slice(0, maxChars)}\n[cut; read_file shows the rest]`;
  }

  async #filesFor(paths: readonly string[]): Promise<readonly string[]> {
    const folders = new Set<string>();
    for (const path of paths) {
      const located = await this.#workspace.forReading(path);
      if (located.kind === 'refused') continue;
      // The path may be that of a folder.
      const parts = located.relative.split('/').filter((part) => part !== '.');
      for (const [index] of parts.entries()) folders.add(parts.slice(0, index + 1).join('/'));
    }
    return [...folders].flatMap((folder) => instructionFiles.map((name) => posix.join(folder, name)));
  }

  // Once the conversation was shortened they are gone from it, and are said again.
  #knows(file: string): boolean {
    if (this.#told.has(this.#key(file))) return true;
    return sinceCompaction(this.#entries()).some(
      (entry) => entry.type === 'result' && entry.text.includes(markOf(file)),
    );
  }

  #key(file: string): string {
    return `${this.#entries().filter(({ type }) => type === 'compaction').length} ${file}`;
  }
}

function markOf(file: string): string {
  return `[${file} tells agents, for all work in ${posix.dirname(file)}/:]`;
}
