// Maps a script's action onto the tools an agent offers in this request, whatever it calls them.
// An agent without a tool to edit or write files gets a shell command instead, which runs Node: the one program
// that is sure to be where Tasklane is.
import { join } from 'node:path';
import type { OfferedTool } from './conversation.ts';
import type { ToolCall } from './dialect.ts';
import type { Action } from './script.ts';
import { fillArguments, typeOf } from './tool-arguments.ts';
import type { Property } from './tool-arguments.ts';
import { isAbsolutePath } from './working-directory.ts';

export type Call = Omit<ToolCall, 'id'>;

export interface Offer {
  readonly tools: readonly OfferedTool[];
  readonly workingDirectory: string | null;
  /** What a search for deferred tools has just found; null when none was made. */
  readonly searchResult: string | null;
}

const EDIT = /^(edit|edit_file|replace|str_replace|str_replace_based_edit_tool)$/i;
const WRITE = /^(write_file|write|write_to_file|create_file|create|save-file|editor)$/i;
const READ = /^(read_file|read|view)$/i;
const SHELL =
  /^(run_shell_command|bash|shell|shell_command|exec_command|execute_command|run_command|run_commands)$/i;

const PATH = /^(file_?path|absolute_?path|path|target_?file|file_?name|file)$/i;
const CONTENT = /^(content|contents|file_?text|new_text|text|data)$/i;
const FIND = /^(old_?(string|str|text)|find|search)$/i;
const REPLACE = /^(new_?(string|str|text)|replace|replacement)$/i;
const COMMAND = /^(command|cmd|script)$/i;

/** Null when the agent offers nothing that could do it. */
export function mapAction(action: Action, offer: Offer): Call | null {
  if ('write' in action) return mapWrite(action.write, offer);
  if ('edit' in action) return mapEdit(action.edit, offer);
  if ('read' in action) return mapRead(action.read.path, offer);
  if ('shell' in action) return mapShell(action.shell.command, offer);
  return mapCall(action.call, offer);
}

function mapWrite(write: { readonly path: string; readonly content: string }, offer: Offer): Call | null {
  const tool = find(offer, WRITE);
  if (tool === undefined) return mapPatch(write, offer) ?? mapShell(nodeCommand(WRITE_PROGRAM, write), offer);
  return called(tool, (name, property) => {
    if (PATH.test(name)) return pathFor(name, property, write.path, offer);
    if (CONTENT.test(name)) return write.content;
    return property.enum?.includes('create') === true ? 'create' : undefined;
  });
}

function mapPatch(write: { readonly path: string; readonly content: string }, offer: Offer): Call | null {
  const tool = find(offer, /^apply_patch$/);
  if (tool === undefined) return null;
  const lines = write.content.replace(/\n$/, '').split('\n');
  const added = lines.map((line) => `+${line}`).join('\n');
  const patch = `*** Begin Patch\n*** Add File: ${write.path}\n${added}\n*** End Patch`;
  if (tool.freeForm) return { ...nameOf(tool), args: patch };
  return called(tool, (name) => (/^(input|patch|patch_?text)$/i.test(name) ? patch : undefined));
}

interface Edit {
  readonly path: string;
  readonly find: string;
  readonly replace: string;
}

function mapEdit(edit: Edit, offer: Offer): Call | null {
  const tool = find(offer, EDIT);
  if (tool === undefined) return mapShell(nodeCommand(EDIT_PROGRAM, edit), offer);
  const valueOf = (name: string, property: Property): unknown => {
    if (PATH.test(name)) return pathFor(name, property, edit.path, offer);
    if (FIND.test(name)) return edit.find;
    if (REPLACE.test(name)) return edit.replace;
    if (name === 'edits') return [fillArguments(property.items, valueOf)];
    return property.enum?.includes('str_replace') === true ? 'str_replace' : undefined;
  };
  return called(tool, valueOf);
}

function mapRead(path: string, offer: Offer): Call | null {
  const tool = find(offer, READ);
  if (tool === undefined) return mapShell(`cat ${quote(path)}`, offer);
  return called(tool, (name, property) =>
    PATH.test(name) ? pathFor(name, property, path, offer) : undefined,
  );
}

function mapShell(command: string, offer: Offer): Call | null {
  const tool = find(offer, SHELL);
  if (tool === undefined) return null;
  return called(tool, (name, property) => {
    if (COMMAND.test(name)) return typeOf(property) === 'array' ? ['bash', '-lc', command] : command;
    if (name === 'commands') return [command];
    return name === 'description' ? 'A scripted command' : undefined;
  });
}

interface NamedCall {
  readonly match: string;
  readonly args: Readonly<Record<string, unknown>>;
}

// Some agents hide the tools of MCP servers behind a search: qwen offers tool_search, and tool_call for what it found.
function mapCall(call: NamedCall, offer: Offer): Call | null {
  const wanted = new RegExp(call.match, 'i');
  const tool = offer.tools.find((each) => wanted.test([each.namespace, each.name].filter(Boolean).join('.')));
  if (tool !== undefined) return called(tool, (name) => call.args[name]);
  if (offer.searchResult === null) return mapSearch(call, offer);
  const found = (offer.searchResult.match(/\w+/g) ?? []).find((word) => wanted.test(word));
  const caller = find(offer, /^tool_call$/);
  if (found === undefined || caller === undefined) return null;
  return called(caller, (name) => ({ name: found, arguments: call.args })[name]);
}

function mapSearch(call: NamedCall, offer: Offer): Call | null {
  const search = find(offer, /^tool_search$/);
  const words = call.match.match(/[a-z0-9]+/gi)?.join(' ') ?? call.match;
  return search === undefined ? null : called(search, (name) => (name === 'query' ? words : undefined));
}

function find(offer: Offer, name: RegExp): OfferedTool | undefined {
  return offer.tools.find((tool) => name.test(tool.name));
}

function nameOf(tool: OfferedTool): Pick<Call, 'name' | 'namespace'> {
  return { name: tool.name, namespace: tool.namespace };
}

function called(tool: OfferedTool, valueOf: (name: string, property: Property) => unknown): Call {
  return { ...nameOf(tool), args: fillArguments(tool.schema, valueOf) };
}

// Relative is right everywhere but in tools that say they want an absolute path.
function pathFor(name: string, property: Property, path: string, offer: Offer): string {
  const wantsAbsolute = /absolute/i.test(`${name} ${property.description ?? ''}`);
  if (!wantsAbsolute || isAbsolutePath(path) || offer.workingDirectory === null) return path;
  return join(offer.workingDirectory, path);
}

const WRITE_PROGRAM = `
const fs = require("node:fs"), path = require("node:path");
fs.mkdirSync(path.dirname(input.path), { recursive: true });
fs.writeFileSync(input.path, input.content);`;

const EDIT_PROGRAM = `
const fs = require("node:fs");
const text = fs.readFileSync(input.path, "utf8");
if (text.split(input.find).length !== 2) throw new Error("expected exactly one place to edit in " + input.path);
fs.writeFileSync(input.path, text.split(input.find).join(input.replace));`;

function nodeCommand(program: string, input: object): string {
  return `node -e ${quote(`const input = ${JSON.stringify(input)};${program}`)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
