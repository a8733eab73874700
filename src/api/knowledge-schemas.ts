// What is known of a repository, in the contract.
import { z } from 'zod';

const command = z.object({
  name: z.string().describe('What a check is called; `setup` for the setup.'),
  command: z.string().describe('A command line for sh.'),
  because: z.string().describe('What in the repository says so.'),
});
export const proposedCommands = z.object({
  setup: command.nullable().describe('What makes a fresh copy ready to work in.'),
  checks: z.array(command).describe('What proves that work is good.'),
});
export const knowledge = z.object({
  commit: z.string().describe('The commit that tasks start from now.'),
  files: z.int().describe('How many files were looked at.'),
  folders: z
    .array(
      z.object({
        path: z.string().describe('`./` is the root.'),
        files: z.int().describe('In it and below it.'),
        names: z.array(z.string()).describe('The first files that lie in it.'),
      }),
    )
    .describe('Those near the root.'),
  languages: z
    .array(
      z.object({
        name: z.string().describe('Of the language.'),
        files: z.int().describe('How many are written in it.'),
      }),
    )
    .describe('Most files first.'),
  manifests: z.array(z.string()).describe('Files that say how it is built.'),
  commands: proposedCommands.describe('Found, and not run.'),
  imported: z
    .array(
      z.object({
        path: z.string().describe('From the root.'),
        count: z.int().describe('How many files import it.'),
        by: z.array(z.string()).describe('The first of them.'),
      }),
    )
    .describe('What most files import, as far as their lines tell: JavaScript, TypeScript, Python.'),
  guides: z
    .array(
      z.object({
        path: z.string().describe('From the root.'),
        text: z.string().describe('Its beginning.'),
        is_cut: z.boolean().describe('Whether it goes on.'),
      }),
    )
    .describe('What the repository tells agents and people.'),
  log: z.array(z.string()).describe('First lines of the newest commits.'),
  left_out: z.array(z.string()).describe('What the map does not show, in sentences.'),
});

export type ProposedCommandsJson = z.infer<typeof proposedCommands>;
export type KnowledgeJson = z.infer<typeof knowledge>;
