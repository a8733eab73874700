// What the model is told before anything else.
import { readFile } from 'node:fs/promises';
import { fill } from '../../lib/template.ts';
import { readInstructions } from './instructions.ts';
import type { Workspace } from './workspace.ts';

export interface Circumstances {
  readonly workspace: Workspace;
  readonly now: Date;
  /** As in process.platform. */
  readonly platform: string;
}

/** What a subagent is told: its own prompt, and where it works. */
export async function subagentPrompt(
  prompt: string,
  { workspace, now, platform }: Circumstances,
): Promise<string> {
  const template = await readFile(new URL('subagent/surroundings.md', import.meta.url), 'utf8');
  return fill(template, {
    prompt,
    cwd: workspace.root,
    date: now.toISOString().slice(0, 10),
    platform,
    instructions: await readInstructions(workspace),
  });
}

export async function systemPrompt({ workspace, now, platform }: Circumstances): Promise<string> {
  const template = await readFile(new URL('system-prompt.md', import.meta.url), 'utf8');
  return fill(template, {
    cwd: workspace.root,
    date: now.toISOString().slice(0, 10),
    platform,
    instructions: await readInstructions(workspace),
  });
}
