// Which tools a subagent gets: patterns over names, what other agents call the same tools, and the class that follows.

/** What a tool may do, as the tools themselves say it. */
export type ToolEffect = 'free' | 'edits' | 'executes';

/** The tools of the built-in agent. A test holds this against the tools themselves. */
export const knownTools: Readonly<Record<string, ToolEffect>> = {
  read_file: 'free',
  write_file: 'edits',
  edit: 'edits',
  grep_search: 'free',
  glob: 'free',
  list_directory: 'free',
  run_shell_command: 'executes',
  read_output: 'free',
  stop_command: 'free',
  update_plan: 'free',
};

/** Hands work to a subagent; no subagent ever has it, so that they cannot call each other without end. */
export const taskTool = 'task';

/** Names of the same tools in Qwen Code (old and new) and Claude Code, in lower case. */
const aliases: Readonly<Record<string, string>> = {
  read: 'read_file',
  readfile: 'read_file',
  read_many_files: 'read_file',
  write: 'write_file',
  writefile: 'write_file',
  multiedit: 'edit',
  replace: 'edit',
  grep: 'grep_search',
  search_file_content: 'grep_search',
  ls: 'list_directory',
  listfiles: 'list_directory',
  bash: 'run_shell_command',
  shell: 'run_shell_command',
  bashoutput: 'read_output',
  killbash: 'stop_command',
  killshell: 'stop_command',
  todowrite: 'update_plan',
  todo_write: 'update_plan',
  agent: taskTool,
};

/** Tools of those agents that ours does not have. Naming one in a shared file is no mistake, only without effect. */
const elsewhere: ReadonlySet<string> = new Set(
  `web_fetch webfetch web_search websearch save_memory skill exit_plan_mode exitplanmode lsp memory
   notebookedit notebookread slashcommand askuserquestion ask_user_question`.split(/\s+/),
);

/** Our name of a tool, whichever agent's name it was. */
function canonicalTool(name: string): string {
  const trimmed = name.trim();
  // Claude Code narrows a tool in brackets, as in Bash(git:*); what is left without them is the wider tool.
  const lower = trimmed.replace(/\(.*\)$/s, '').toLowerCase();
  if (lower.startsWith('mcp__')) return trimmed;
  return aliases[lower] ?? lower;
}

export type ToolNameVerdict = 'known' | 'pattern' | 'elsewhere' | 'never' | 'unknown';

/** What a name or pattern in a file means here. */
export function judgeToolName(written: string): ToolNameVerdict {
  const name = canonicalTool(written);
  if (name === taskTool) return 'never';
  if (name in knownTools) return 'known';
  // Which tools an MCP server has is known only while it runs.
  if (name.startsWith('mcp__')) return 'pattern';
  if (name.includes('*'))
    return Object.keys(knownTools).some((one) => fits(name, one)) ? 'pattern' : 'unknown';
  return elsewhere.has(name) ? 'elsewhere' : 'unknown';
}

/** Whether this subagent may use a tool of that name. */
export function mayUse(
  access: { readonly tools: readonly string[] | null; readonly disallowedTools: readonly string[] },
  tool: string,
): boolean {
  if (tool === taskTool) return false;
  const isListed = access.tools === null || access.tools.some((one) => fits(canonicalTool(one), tool));
  return isListed && !access.disallowedTools.some((one) => fits(canonicalTool(one), tool));
}

// `mcp__server` alone means all tools of that server.
function fits(pattern: string, tool: string): boolean {
  if (pattern === tool) return true;
  if (/^mcp__[^*]+$/.test(pattern) && !pattern.slice(5).includes('__'))
    return tool.startsWith(`${pattern}__`);
  return fitsToolPattern(pattern, tool);
}

/** Whether a name fits a pattern in which `*` stands for any letters. */
export function fitsToolPattern(pattern: string, name: string): boolean {
  if (!pattern.includes('*')) return pattern === name;
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(name);
}

export const toolClasses = ['read-only', 'editor', 'full-access'] as const;
/** What the worst of its tools can do: only look, change files too, or run any command. */
export type ToolClass = (typeof toolClasses)[number];

/** Tools that are not known, such as those of MCP servers, may do anything. */
export function toolClassOf(access: Parameters<typeof mayUse>[0]): ToolClass {
  const effects = Object.entries(knownTools)
    .filter(([name]) => mayUse(access, name))
    .map(([, effect]) => effect);
  const reachesServers =
    access.tools === null ||
    access.tools.some((one) => canonicalTool(one).startsWith('mcp__') || /^\*+$/.test(one.trim()));
  if (reachesServers || effects.includes('executes')) return 'full-access';
  return effects.includes('edits') ? 'editor' : 'read-only';
}
