// A git host on this machine: repositories over HTTP by git's own `http-backend`, and the part of the API of GitHub, GitLab or
// Gitea that is about pull requests, in the shapes that their documentation gives. What it merges, it really merges.
import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { gitEnvironment } from './git-repo.ts';

export type HostKind = 'github' | 'gitlab' | 'gitea';

export interface HostedPull {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly branch: string;
  readonly into: string;
  state: 'open' | 'closed' | 'merged';
  commit: string | null;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface GitHostServer {
  /** Of the repository `team/app`, for git. */
  readonly remote: string;
  readonly origin: string;
  readonly token: string;
  readonly pulls: readonly HostedPull[];
  /** `POST /api/v1/repos/team/app/pulls`, in the order in which they came. */
  readonly asked: readonly string[];
  /** What its own checks say of every commit; null: there are none. */
  verdict: 'pending' | 'passed' | 'failed' | null;
  /** Answers the next questions of the API, one after the other, instead of doing them. */
  answerNext(...answers: readonly Answer[]): void;
  /** As somebody there would with the button. */
  merge(number: number): string;
  close(number: number): void;
  /** In the bare repository. */
  git(...args: string[]): string;
}

/** Serves the bare repository `<dir>/team/app.git`. */
export async function startGitHost(
  context: TestContext,
  { kind, dir }: { readonly kind: HostKind; readonly dir: string },
): Promise<GitHostServer> {
  const host = new Host(kind, dir);
  const server = createServer((request, response) => void host.handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  host.origin = `http://127.0.0.1:${address.port}`;
  return host;
}

class Host implements GitHostServer {
  origin = '';
  readonly token = 'hush-0123456789';
  readonly pulls: HostedPull[] = [];
  readonly asked: string[] = [];
  verdict: GitHostServer['verdict'] = null;
  readonly #kind: HostKind;
  readonly #dir: string;
  readonly #answers: Answer[] = [];

  constructor(kind: HostKind, dir: string) {
    this.#kind = kind;
    this.#dir = dir;
    this.git('config', 'http.receivepack', 'true');
  }

  get remote(): string {
    return `${this.origin}/team/app.git`;
  }

  answerNext(...answers: readonly Answer[]): void {
    this.#answers.push(...answers);
  }

  git(...args: string[]): string {
    const env = { ...gitEnvironment, ...signedBy };
    return execFileSync('git', args, { cwd: join(this.#dir, 'team/app.git'), env, encoding: 'utf8' }).trim();
  }

  merge(number: number): string {
    const pull = this.#pull(number);
    const [ours, theirs] = [this.git('rev-parse', pull.into), this.git('rev-parse', pull.branch)];
    const [tree = ''] = this.git('merge-tree', '--write-tree', ours, theirs).split('\n');
    const commit = this.git('commit-tree', tree, '-p', ours, '-p', theirs, '-m', `Merge #${number}`);
    this.git('update-ref', `refs/heads/${pull.into}`, commit, ours);
    Object.assign(pull, { state: 'merged', commit });
    return commit;
  }

  close(number: number): void {
    this.#pull(number).state = 'closed';
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', this.origin);
    if (url.pathname.includes('.git/')) return this.#serveGit(request, response, url);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
    const text = Buffer.concat(chunks).toString('utf8');
    this.asked.push(`${request.method} ${url.pathname}${url.search}`);
    const body = (text === '' ? {} : JSON.parse(text)) as Readonly<Record<string, string>>;
    const answer = this.#answers.shift() ?? this.#answer(request, url, body);
    response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
    response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
  }

  #serveGit(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const backend = spawn('git', ['http-backend'], {
      env: {
        ...gitEnvironment,
        GIT_PROJECT_ROOT: this.#dir,
        GIT_HTTP_EXPORT_ALL: '1',
        REMOTE_USER: 'test',
        PATH_INFO: decodeURIComponent(url.pathname),
        QUERY_STRING: url.search.slice(1),
        REQUEST_METHOD: request.method ?? 'GET',
        CONTENT_TYPE: request.headers['content-type'] ?? '',
        ...(request.headers['content-encoding'] !== undefined && {
          HTTP_CONTENT_ENCODING: request.headers['content-encoding'],
        }),
        ...(typeof request.headers['git-protocol'] === 'string' && {
          GIT_PROTOCOL: request.headers['git-protocol'],
        }),
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    // It stops reading when it refuses something.
    backend.stdin.on('error', () => undefined);
    request.pipe(backend.stdin);
    const output: Buffer[] = [];
    backend.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    backend.once('close', () => {
      const all = Buffer.concat(output);
      const end = all.indexOf('\r\n\r\n');
      const headers = all.subarray(0, end).toString('latin1').split('\r\n');
      const status = headers.find((line) => line.startsWith('Status: '));
      response.statusCode = status === undefined ? 200 : Number(status.slice(8, 11));
      for (const line of headers.filter((one) => one !== status)) {
        const colon = line.indexOf(': ');
        response.setHeader(line.slice(0, colon), line.slice(colon + 2));
      }
      response.end(all.subarray(end + 4));
    });
  }

  #answer(request: IncomingMessage, url: URL, body: Readonly<Record<string, string>>): Answer {
    if (!this.#isKnown(request)) return unauthorized[this.#kind];
    if (/\/commits\/[0-9a-f]{40}\/(status|check-runs)$/.test(url.pathname))
      return { status: 200, body: this.#checks() };
    const root = roots[this.#kind];
    if (!url.pathname.startsWith(root)) return { status: 404, body: { message: 'Not Found' } };
    const rest = decodeURIComponent(url.pathname.slice(root.length)).replace(/^\//, '');
    if (request.method === 'POST') return this.#create(body);
    if (request.method === 'GET' && rest === '') return { status: 200, body: this.#found(url) };
    const named = /^\d+$/.test(rest)
      ? this.pulls.find((pull) => pull.number === Number(rest))
      : this.pulls.find((pull) => `${pull.into}/${pull.branch}` === rest && pull.state === 'open');
    if (named === undefined) return { status: 404, body: { message: 'Not Found' } };
    if (request.method !== 'GET') named.state = 'closed';
    return { status: 200, body: this.#shown(named) };
  }

  #isKnown({ headers }: IncomingMessage): boolean {
    const expected = { github: `Bearer ${this.token}`, gitea: `token ${this.token}`, gitlab: this.token };
    return (
      (this.#kind === 'gitlab' ? headers['private-token'] : headers.authorization) === expected[this.#kind]
    );
  }

  #create(body: Readonly<Record<string, string>>): Answer {
    const isGitlab = this.#kind === 'gitlab';
    const branch = (isGitlab ? body['source_branch'] : body['head']) ?? '';
    const into = (isGitlab ? body['target_branch'] : body['base']) ?? '';
    if (this.pulls.some((pull) => pull.branch === branch && pull.state === 'open'))
      return taken[this.#kind](branch);
    this.git('rev-parse', '--verify', `refs/heads/${branch}`);
    const text = (isGitlab ? body['description'] : body['body']) ?? '';
    const number = this.pulls.length + 1;
    const pull: HostedPull = {
      number,
      title: body['title'] ?? '',
      body: text,
      branch,
      into,
      state: 'open',
      commit: null,
    };
    this.pulls.push(pull);
    return { status: 201, body: this.#shown(pull) };
  }

  #checks(): object {
    const { verdict } = this;
    const isEnded = verdict !== 'pending';
    if (this.#kind === 'gitea') {
      const state = { pending: 'pending', passed: 'success', failed: 'failure' };
      return { state: verdict === null ? '' : state[verdict], total_count: verdict === null ? 0 : 1 };
    }
    const conclusion = isEnded ? { passed: 'success', failed: 'failure' }[verdict ?? 'passed'] : null;
    const runs =
      verdict === null ? [] : [{ name: 'ci', status: isEnded ? 'completed' : 'queued', conclusion }];
    return { total_count: runs.length, check_runs: runs };
  }

  #found({ searchParams }: URL): readonly object[] {
    const branch = searchParams.get('source_branch') ?? searchParams.get('head')?.replace('team:', '');
    const open = this.pulls.filter((pull) => pull.state === 'open' && pull.branch === branch);
    return open.map((pull) => this.#shown(pull));
  }

  #shown({ number, state, commit, title, branch, into }: HostedPull): object {
    const isMerged = state === 'merged';
    const sha = this.git('rev-parse', branch);
    if (this.#kind === 'gitlab')
      return {
        id: 9000 + number,
        iid: number,
        title,
        source_branch: branch,
        target_branch: into,
        state: state === 'open' ? 'opened' : state,
        web_url: `${this.origin}/team/app/-/merge_requests/${number}`,
        merge_commit_sha: commit,
        squash_commit_sha: null,
        head_pipeline: this.verdict === null ? null : { status: pipelines[this.verdict] },
        sha,
      };
    return {
      number,
      title,
      state: state === 'open' ? 'open' : 'closed',
      html_url: `${this.origin}/team/app/${this.#kind === 'github' ? 'pull' : 'pulls'}/${number}`,
      head: { ref: branch, sha },
      base: { ref: into },
      merged: isMerged,
      merged_at: isMerged ? '2026-01-02T03:04:05Z' : null,
      // GitHub names a merge that it tries, while it is open.
      merge_commit_sha: commit ?? (this.#kind === 'github' ? sha : null),
    };
  }

  #pull(number: number): HostedPull {
    const pull = this.pulls.find((one) => one.number === number);
    if (pull === undefined) throw new Error(`there is no pull request ${number}`);
    return pull;
  }
}

const pipelines = { pending: 'running', passed: 'success', failed: 'failed' } as const;

const roots: Readonly<Record<HostKind, string>> = {
  github: '/api/v3/repos/team/app/pulls',
  gitlab: '/api/v4/projects/team%2Fapp/merge_requests',
  gitea: '/api/v1/repos/team/app/pulls',
};

const unauthorized: Readonly<Record<HostKind, Answer>> = {
  github: {
    status: 401,
    body: { message: 'Bad credentials', documentation_url: 'https://docs.github.com/rest' },
  },
  gitlab: { status: 401, body: { message: '401 Unauthorized' } },
  gitea: { status: 401, body: { message: 'invalid username, password or token', url: '/api/swagger' } },
};

/** What each says when there is an open one of the branch already. */
export const taken: Readonly<Record<HostKind, (branch: string) => Answer>> = {
  github: (branch) => ({
    status: 422,
    body: {
      message: 'Validation Failed',
      errors: [
        {
          resource: 'PullRequest',
          code: 'custom',
          message: `A pull request already exists for team:${branch}.`,
        },
      ],
    },
  }),
  gitlab: () => ({
    status: 409,
    body: { message: ['Another open merge request already exists for this source branch: !1'] },
  }),
  gitea: () => ({
    status: 409,
    body: {
      message: 'pull request already exists for these targets [id: 1, issue_id: 1]',
      url: '/api/swagger',
    },
  }),
};

const signedBy = {
  GIT_AUTHOR_NAME: 'Host',
  GIT_AUTHOR_EMAIL: 'host@example.com',
  GIT_COMMITTER_NAME: 'Host',
  GIT_COMMITTER_EMAIL: 'host@example.com',
};
