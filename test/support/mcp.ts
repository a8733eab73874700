// The official MCP client over both transports, against the daemon of a stage.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import type { CallToolResult, VersionNegotiationMode } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { homeToken } from './asking.ts';
import type { Stage } from './stage.ts';
import { startedProgram as bin } from './started-program.ts';

export type Transport = 'http' | 'stdio';
export interface McpOptions {
  readonly transport?: Transport;
  /** `legacy` shakes hands as clients before 2026 do; an exact revision insists on it. */
  readonly mode?: VersionNegotiationMode;
  /** Over HTTP; unless told, that of the home. */
  readonly token?: string;
  /** Over standard input: on top of the environment of the commands. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Ends with the test. The daemon must run for HTTP. */
export async function connectMcp(
  context: TestContext,
  stage: Stage,
  { transport = 'http', mode = 'legacy', token, env }: McpOptions = {},
): Promise<McpClient> {
  const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode } });
  const carrier =
    transport === 'http'
      ? new StreamableHTTPClientTransport(new URL('/mcp', stage.client().url), {
          requestInit: { headers: { authorization: `Bearer ${token ?? homeToken(stage.home)}` } },
        })
      : new StdioClientTransport({
          command: process.execPath,
          args: [bin, 'mcp'],
          cwd: stage.repository.dir,
          env: { ...stage.cli.env, ...env },
          stderr: 'pipe',
        });
  context.after(async () => client.close());
  await client.connect(carrier);
  return new McpClient(client, carrier instanceof StdioClientTransport ? carrier.pid : null);
}

export class McpClient {
  readonly client: Client;
  /** Of the program that was started. */
  readonly pid: number | null;

  constructor(client: Client, pid: number | null) {
    this.client = client;
    this.pid = pid;
  }

  async toolNames(): Promise<readonly string[]> {
    return (await this.client.listTools()).tools.map((tool) => tool.name);
  }

  async call(name: string, given: Record<string, unknown> = {}): Promise<CallToolResult> {
    return this.client.callTool({ name, arguments: given }, { timeout: 55_000 });
  }

  /** The structured answer of a tool that must not refuse. The client has held it against the tool's schema. */
  async ask<T>(name: string, given: Record<string, unknown> = {}): Promise<T> {
    const answer = await this.call(name, given);
    assert.notEqual(answer.isError, true, wordsOf(answer));
    assert.notEqual(wordsOf(answer), '', `${name} says nothing`);
    return answer.structuredContent as T;
  }

  /** The code of a tool that must refuse, and its words. */
  async refusal(name: string, given: Record<string, unknown> = {}): Promise<{ code: string; text: string }> {
    const answer = await this.call(name, given);
    const text = wordsOf(answer);
    assert.equal(answer.isError, true, `${name} did not refuse: ${text}`);
    const last = text.slice(text.lastIndexOf('\n') + 1);
    const { error } = JSON.parse(last) as { error: { code: string } };
    return { code: error.code, text };
  }

  /** Waits with `watch` until a task is in one of the states, as an agent would. */
  async until(task: number, ...states: readonly string[]): Promise<Watched> {
    let seen = await this.ask<Watched>('watch', { task });
    for (let turn = 0; turn < 20; turn += 1) {
      if (seen.tasks.some((one) => states.includes(one.state))) return seen;
      seen = await this.ask<Watched>('watch', { task, after: seen.position, wait_seconds: 20 });
    }
    throw new Error(`task ${task} did not become ${states.join(' or ')}: ${JSON.stringify(seen)}`);
  }
}

export interface Watched {
  readonly position: number;
  readonly changes: readonly { readonly what: string; readonly text: string; readonly task: number | null }[];
  readonly tasks: readonly { readonly number: number; readonly state: string; readonly next: string }[];
}

export function wordsOf(answer: CallToolResult): string {
  return answer.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
