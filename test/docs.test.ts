// The pages that people read, held against what they describe: a call, a field, a package or a file that is missing in
// them, or is gone, is found here and not by a reader.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { endpoints } from '../src/api/endpoints.ts';
import { health } from '../src/api/daemon-schemas.ts';
import { eventRecord } from '../src/api/event-schemas.ts';
import { project, projectAdd } from '../src/api/project-schemas.ts';
import { diff, evidence, result } from '../src/api/result-schemas.ts';
import { verificationReport } from '../src/api/verification-schemas.ts';
import { taskQuery } from '../src/api/task-action-schemas.ts';
import { task, taskCreate } from '../src/api/task-schemas.ts';
import { defaults, repositorySchema, settingKeys } from '../src/config/settings.ts';
import { failureKinds } from '../src/domain/failure.ts';
import { statusOf } from '../src/server/status.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const oneSpace = (text: string): string => text.replaceAll(/ +/g, ' ');

function assertNames(page: string, wanted: readonly string[]): void {
  const text = oneSpace(read(page));
  assert.deepEqual(
    wanted.filter((words) => !text.includes(words)),
    [],
    `${page} lacks these`,
  );
}

test('docs/api.md has every call', () => {
  const calls = Object.values(endpoints).map(({ method, path }) => `\`${method} ${path}\``);
  assertNames('docs/api.md', calls);
});

test('docs/api.md has every field of what is sent and answered', () => {
  const shapes = [task, taskCreate, project, projectAdd, health];
  const more = [eventRecord, evidence, result, diff, taskQuery, verificationReport];
  const fields = [...shapes, ...more].flatMap((schema) => Object.keys(schema.shape));
  const page = read('docs/api.md');
  assert.deepEqual(
    fields.filter((field) => !new RegExp(`\\b${field}\\b`).test(page)),
    [],
  );
});

test('docs/api.md has every error with its status, and every kind of failure', () => {
  const errors = Object.entries(statusOf).map(([code, status]) => `| \`${code}\` | ${status} |`);
  assertNames('docs/api.md', [...errors, ...failureKinds.map((kind) => `\`${kind}\``)]);
});

test('docs/configuration.md says of each setting what is allowed, and which file may hold it', () => {
  const rows = oneSpace(read('docs/configuration.md')).split('\n');
  for (const key of settingKeys) {
    const row = rows.find((line) => line.startsWith(`| \`${key}\` |`)) ?? '';
    const [, , , , , allowed = '', where] = row.split('|').map((cell) => cell.trim());
    const inRepository = repositorySchema.safeParse({ [key]: defaults[key] }).success;
    assert.equal(where, inRepository ? 'both' : 'home', `where ${key} may stand`);
    assert.notEqual(allowed, '', `what is allowed for ${key}`);
  }
});

test('README.md says what every dependency is for', () => {
  const names = z.record(z.string(), z.string());
  const wanted = z
    .object({ dependencies: names, devDependencies: names, optionalDependencies: names })
    .parse(JSON.parse(read('package.json')));
  assertNames(
    'README.md',
    Object.values(wanted).flatMap((packages) => Object.keys(packages).map((name) => `\`${name}\``)),
  );
});

test('README.md has every command', () => {
  const groups = [
    '',
    'task',
    'template',
    'subagent',
    'project',
    'config',
    'agent',
    'user',
    'member',
    'token',
  ];
  const commands = groups.flatMap((group) =>
    commandsIn(group)
      .filter((name) => name !== 'help' && (group !== '' || !groups.includes(name)))
      .map((name) => [group, name].filter(Boolean).join(' ')),
  );
  assert.ok(commands.includes('task apply') && commands.includes('run'), 'the help can still be read');
  assertNames(
    'README.md',
    commands.map((command) => `\`tasklane ${command}`),
  );
});

// Its own --help is the list that cannot be out of date.
function commandsIn(group: string): readonly string[] {
  const args = [join(root, 'bin', 'tasklane.js'), ...(group === '' ? [] : [group]), '--help'];
  const help = execFileSync(process.execPath, args, { encoding: 'utf8' });
  const sections = help.split(/^(?:Work|People|System|Commands):$/m).slice(1);
  return sections.flatMap((section) =>
    [...section.matchAll(/^ {2}([a-z]+)/gm)].map((match) => match[1] ?? ''),
  );
}

test('every link from a page to a file leads somewhere', () => {
  const pages = [root, join(root, 'docs'), join(root, 'docs', 'adr')].flatMap((dir) =>
    readdirSync(dir)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(dir, name)),
  );
  const dead = pages.flatMap((page) =>
    [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)#\s]+)[^)]*\)/g)]
      .map((match) => match[1] ?? '')
      .filter((target) => !existsSync(join(dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  );
  assert.deepEqual(dead, []);
});
