// A small server that speaks the contract of /api/v1 over real HTTP, with tasks and events that a test puts in: for
// tests of the client and the CLI alone. It keeps no rules of ours; those are the daemon's, and tested with the daemon.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import type { EventJson, ProjectJson, TaskJson } from '../../src/api/schemas.ts';

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: IncomingMessage['headers'];
}
export type Handler = (call: Call, match: readonly string[]) => Answer | Promise<Answer>;

export class ContractServer {
  readonly token = 'test-token';
  readonly calls: Call[] = [];
  readonly projects: ProjectJson[] = [];
  readonly tasks: TaskJson[] = [];
  readonly events: EventJson[] = [];
  readonly #routes: (readonly [string, RegExp, Handler])[] = [];
  readonly #streams = new Set<{ readonly response: ServerResponse; readonly query: URLSearchParams }>();
  readonly #server: Server;
  /** Called with each new event stream, after the events so far were written to it. */
  onStream: (response: ServerResponse) => void = () => undefined;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.on('GET', '/health', () => ({
      body: {
        name: 'tasklane',
        version: '0.1.0',
        pid: process.pid,
        home: '/',
        started_at: '2026-01-01T00:00:00Z',
      },
    }));
    this.on('GET', '/projects', () => ({ body: { projects: this.projects } }));
    this.on('GET', '/users/me', () => ({
      body: { user: { name: 'ada' }, token: null, scopes: [], memberships: [] },
    }));
    this.on('GET', '/tasks', () => ({ body: { tasks: this.tasks, next_cursor: null } }));
    this.on('GET', '/tasks/([^/]+)', (call, [ref]) => this.#task(ref ?? '', call.query.get('project')));
    this.on('GET', '/events', (call) => ({ body: { events: this.#after(call.query, 0), next_after: 0 } }));
  }

  /** Ends with the test. */
  static async start(context: TestContext): Promise<ContractServer> {
    const made = new ContractServer();
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve));
    context.after(() => {
      made.#server.closeAllConnections();
      made.#server.close();
    });
    return made;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Later ones win. The path is a pattern below /api/v1. */
  on(method: string, path: string, handler: Handler): void {
    this.#routes.unshift([method, new RegExp(`^/api/v1${path}$`), handler]);
  }

  append(task: string, type: string, data: EventJson['data']): EventJson {
    const id = (this.events.at(-1)?.id ?? 0) + 1;
    const at = new Date(Date.UTC(2026, 0, 1) + id * 1000).toISOString();
    const seq = this.events.filter((event) => event.task_id === task).length + 1;
    const event: EventJson = { id, project_id: 'p1', task_id: task, seq, at, actor: 'system', type, data };
    this.events.push(event);
    for (const { response, query } of this.#streams)
      if ((query.get('task') ?? task) === task) response.write(frame(event));
    return event;
  }

  /** Changes a task and says so in the log, as the daemon does. */
  change(task: TaskJson, patch: Partial<TaskJson>, change: Readonly<Record<string, unknown>>): TaskJson {
    const changed = { ...task, ...patch };
    const index = this.tasks.findIndex((other) => other.id === task.id);
    this.tasks[index === -1 ? this.tasks.length : index] = changed;
    this.append(task.id, 'task.changed', { change, from: task.state, to: changed.state });
    return changed;
  }

  /** Cuts every open event stream without a word. */
  cut(): void {
    for (const { response } of this.#streams) response.destroy();
    this.#streams.clear();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const call: Call = {
      method: request.method ?? '',
      path: url.pathname,
      query: url.searchParams,
      body: await bodyOf(request),
      headers: request.headers,
    };
    this.calls.push(call);
    if (request.headers.authorization !== `Bearer ${this.token}`)
      return send(response, refusal(401, 'unauthorized', 'The token is wrong.'));
    const isStream = request.headers.accept === 'text/event-stream';
    if (isStream && url.pathname === '/api/v1/events') return this.#stream(call, response);
    for (const [method, pattern, handler] of this.#routes) {
      const match = method === call.method ? pattern.exec(call.path) : null;
      if (match !== null) return send(response, await handler(call, match.slice(1).map(decodeURIComponent)));
    }
    return send(response, refusal(404, 'not_found', `No ${call.method} ${call.path}.`));
  }

  #stream(call: Call, response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(': hello\n\n');
    for (const event of this.#after(call.query, Number(call.headers['last-event-id'] ?? 0)))
      response.write(frame(event));
    const stream = { response, query: call.query };
    this.#streams.add(stream);
    response.once('close', () => this.#streams.delete(stream));
    this.onStream(response);
  }

  #after(query: URLSearchParams, last: number): EventJson[] {
    const after = Math.max(last, Number(query.get('after') ?? 0));
    const task = query.get('task');
    return this.events.filter((event) => event.id > after && (task === null || event.task_id === task));
  }

  #task(ref: string, project: string | null): Answer {
    const task = this.tasks.find(
      (other) =>
        other.id === ref ||
        ((other.name === ref || String(other.number) === ref) &&
          (project ?? other.project_id) === other.project_id),
    );
    return task === undefined ? refusal(404, 'not_found', `There is no task “${ref}”.`) : { body: task };
  }
}

export function refusal(status: number, code: string, message: string, next: string | null = null): Answer {
  return { status, body: { error: { code, message, next, details: {} } } };
}

/** A task as the contract shows it, with what a test does not care about filled in. */
export function taskJson(patch: Partial<TaskJson> = {}): TaskJson {
  const at = '2026-01-01T00:00:00.000Z';
  return {
    id: '11111111-2222-4333-8444-555555555555',
    number: 12,
    name: 'fix-the-test',
    title: 'Fix the test',
    prompt: 'Fix the test',
    state: 'queued',
    state_since: at,
    step: null,
    hold: null,
    parent: null,
    subagent: null,
    failure: null,
    notice: null,
    last_failure: null,
    phase_id: null,
    conflicts: null,
    project_id: 'p1',
    project_name: 'sample',
    policy: 'board',
    agent: 'tasklane',
    model: null,
    priority: 'normal',
    category: null,
    template: null,
    depends_on: [],
    released_by: 'applied',
    owns: [],
    on_violation: 'fail',
    position: 12,
    branch: 'tasklane/12-fix-the-test',
    base_commit: null,
    applied_commit: null,
    delivery: null,
    merge: null,
    pull_request: null,
    links: null,
    attempt: 0,
    usage: null,
    limits: [],
    result: null,
    verification: null,
    owner: 'ada',
    said: null,
    status_message: null,
    status_state: null,
    permission: null,
    created_at: at,
    updated_at: at,
    version: 1,
    warnings: [],
    ...patch,
  };
}

/** A result with one file, one commit and one check that passed. */
export function resultJson(): NonNullable<TaskJson['result']> {
  const at = '2026-01-01T00:00:00.000Z';
  const oid = 'a'.repeat(40);
  return {
    summary: 'The test passes again.',
    base: oid,
    head: oid,
    tree: oid,
    files: [{ path: 'src/sum.js', status: 'modified', from: null, additions: 3, deletions: 1 }],
    commits: [{ oid, message: 'Fix the test\n\nTask: 12', author: 'Test Person', at }],
    checks: [
      {
        name: 'test',
        command: 'npm test',
        outcome: 'passed',
        exit_code: 0,
        duration_ms: 3200,
        counts: { passed: 4, failed: 0, skipped: 1 },
        counts_from: 'node:test',
        failures: [],
        cause: null,
        signs: [],
        tools: [{ name: 'node', version: '24.21.0' }],
        flaky: false,
        earlier: [],
        rewrote: [],
        notes: [],
        tail: '',
        log: 'test-1',
        on: 'task',
        tree: oid,
        base: oid,
        at,
      },
    ],
  };
}

function frame(event: EventJson): string {
  return `id: ${event.id}\nevent: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
}

function send(response: ServerResponse, answer: Answer): void {
  if (answer.body === undefined) return void response.writeHead(answer.status ?? 204).end();
  response.writeHead(answer.status ?? 200, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer.body));
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  return text === '' ? undefined : (JSON.parse(text) as unknown);
}
