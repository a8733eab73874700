// The tools that every conversation has, and tools as the model is offered them.
import { z } from 'zod';
import type { ToolOffer } from '../model.ts';
import { editTool } from './edit.ts';
import { globTool } from './glob.ts';
import { grepSearchTool } from './grep-search.ts';
import { listDirectoryTool } from './list-directory.ts';
import { readFileTool } from './read-file.ts';
import { readOutputTool } from './read-output.ts';
import { runShellCommandTool } from './run-shell-command.ts';
import { stopCommandTool } from './stop-command.ts';
import type { Tool } from './tool.ts';
import { updatePlanTool } from './update-plan.ts';
import { writeFileTool } from './write-file.ts';

export const tools: readonly Tool[] = [
  readFileTool,
  writeFileTool,
  editTool,
  grepSearchTool,
  globTool,
  listDirectoryTool,
  runShellCommandTool,
  readOutputTool,
  stopCommandTool,
  updatePlanTool,
];

/** The same as the model sees it. */
export function offersOf(offered: readonly Tool[]): readonly ToolOffer[] {
  return offered.map(({ name, description, input, schema: own }) => {
    // Providers take the schema without the address of its dialect.
    const { $schema: _dialect, ...schema } = own ?? z.toJSONSchema(input, { io: 'input' });
    return { name, description, schema };
  });
}
