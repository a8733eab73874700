// One request to a model, whatever dialect it came in: the turns so far, and the tools the agent offers.
import { z } from 'zod';

export interface Conversation {
  readonly model: string;
  readonly stream: boolean;
  readonly turns: readonly Turn[];
  readonly tools: readonly OfferedTool[];
}

export interface Turn {
  readonly role: 'system' | 'user' | 'model' | 'tool';
  readonly text: string;
  /** Names of the tools that a model's turn called. */
  readonly calls: readonly string[];
}

export interface OfferedTool {
  readonly name: string;
  /** Codex groups the tools of an MCP server under a namespace; all others have none. */
  readonly namespace: string | null;
  /** A free-form tool takes one text instead of JSON arguments (codex: apply_patch). */
  readonly freeForm: boolean;
  readonly schema: unknown;
}

const Part = z.looseObject({ text: z.string().optional(), content: z.unknown().optional() });

/** The text of a message's content, which is a string or a list of parts (which may hold content again). */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (Array.isArray(content)) return content.map(textOf).join('\n');
  const part = Part.safeParse(content);
  return part.success ? (part.data.text ?? textOf(part.data.content)) : '';
}

/** A turn of the person, the system or a tool. */
export function said(role: Turn['role'], content: unknown): Turn {
  return { role, text: textOf(content), calls: [] };
}
