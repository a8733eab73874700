// A stage on which scripts for Coder run: a daemon with a project and the templates that they name, `coder` in PATH, and Coder's
// variables. The scripts run in bash, from a folder that is no repository, as on a CI machine.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { TestContext } from 'node:test';
import { collect } from './cli.ts';
import type { CliResult } from './cli.ts';
import { createStage } from './stage.ts';
import type { Stage } from './stage.ts';
import { startedProgram as bin } from './started-program.ts';

export interface CoderStage {
  readonly stage: Stage;
  readonly url: string;
  readonly token: string;
  /** A folder of the person, outside of every repository. */
  readonly cwd: string;
  /** Runs a script in bash to its end; `env` comes on top. */
  bash(script: string, env?: Readonly<Record<string, string>>): Promise<CliResult>;
  /** A request with the token; the answer with its text and, where it is JSON, its value. */
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answer>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly json: unknown;
}

/** The agent does what the script of the scripted model says that a template names in its system prompt. */
export interface TemplateText {
  readonly name: string;
  readonly script: string;
  readonly preset: string;
  /** Of the setup script; without one it succeeds. */
  readonly setup?: string;
  /** Whether its preset, or a value, must be given. */
  readonly isRequired?: boolean;
}

/** `name` is what the command is called in PATH. */
export async function createCoderStage(context: TestContext, name = 'coder'): Promise<CoderStage> {
  const stage = await createStage(context);
  const added = await stage.run('project', 'add', '.');
  assert.equal(added.code, 0, added.stderr);
  const url = stage.client().url;
  const token = readFileSync(join(stage.home, 'token'), 'utf8').trim();
  const programs = join(stage.dir, 'programs');
  mkdirSync(programs);
  symlinkSync(bin, join(programs, name));
  const cwd = join(stage.dir, 'elsewhere');
  mkdirSync(cwd);
  writeQuickSleep(programs);
  const person = join(stage.dir, 'coder-person');
  mkdirSync(person);
  const variables = {
    PATH: [programs, stage.cli.env['PATH'] ?? ''].join(delimiter),
    HOME: person,
    LANG: 'C.UTF-8',
    TERM: 'xterm',
    CODER_URL: url,
    CODER_SESSION_TOKEN: token,
  };
  const bash = async (script: string, env = {}): Promise<CliResult> => {
    const child = spawn('bash', ['-s'], {
      cwd,
      env: { ...variables, ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.end(script);
    return collect(child, script);
  };
  const request: CoderStage['request'] = async (method, path, body, headers = {}) => {
    const given = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await fetch(url + path, {
      method,
      headers: { 'Coder-Session-Token': token, ...headers },
      ...(body !== undefined && { body: given }),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.startsWith('application/json') === true;
    const json: unknown = isJson ? JSON.parse(text) : null;
    return { status: response.status, headers: response.headers, text, json };
  };
  return { stage, url, token, cwd, bash, request };
}

// The scripts wait half a minute between two looks, which is for their readers. Here a minute is a second; nothing else of them
// is another.
function writeQuickSleep(programs: string): void {
  const file = join(programs, 'sleep');
  writeFileSync(file, '#!/bin/sh\nexec /bin/sleep "$(awk "BEGIN { print $1 / 60 }")"\n');
  chmodSync(file, 0o755);
}

/** Pushes a template with the parameters that the documentation of Coder speaks of. */
export async function pushTemplate(
  { stage }: CoderStage,
  { name, script, preset, setup = 'echo prepared', isRequired = false }: TemplateText,
): Promise<void> {
  const dir = join(stage.dir, `template-${name}`);
  mkdirSync(dir);
  const value = `"[[script:${script}]]"`;
  writeFileSync(
    join(dir, 'template.yaml'),
    `name: ${name}
policy: workspace
parameters:
  - { name: system_prompt, ${isRequired ? 'required: true' : `default: ${value}`} }
  - { name: setup_script, default: '${setup}' }
presets:
  - name: '${preset}'
    default: true
    parameters: { system_prompt: ${value} }
`,
  );
  const pushed = await stage.run('template', 'push', dir);
  assert.equal(pushed.code, 0, pushed.stderr);
}
