import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tempDir } from '../../../test/support/temp-dir.ts';
import { systemPrompt } from './system-prompt.ts';
import { openWorkspace } from './workspace.ts';

async function promptIn(dir: string): Promise<string> {
  const workspace = await openWorkspace(dir);
  return await systemPrompt({ workspace, now: new Date('2026-05-06T07:08:09Z'), platform: 'linux' });
}

test('the prompt names the folder and the day, and leaves no slot open', async (t) => {
  const dir = tempDir(t);
  const prompt = await promptIn(dir);
  assert.ok(prompt.includes(`Working directory: ${dir}\n`));
  assert.match(prompt, /Today is 2026-05-06/);
  assert.doesNotMatch(prompt, /\{\{|own instructions\n/);
});

test('instructions of the project are added once each, whatever their file is called', async (t) => {
  const dir = tempDir(t);
  writeFileSync(join(dir, 'AGENTS.md'), 'Use tabs. {{cwd}}\n');
  writeFileSync(join(dir, 'QWEN.md'), 'Use spaces.\n');
  symlinkSync('AGENTS.md', join(dir, 'CLAUDE.md'));
  const prompt = await promptIn(dir);
  assert.ok(prompt.endsWith('## AGENTS.md\n\nUse tabs. {{cwd}}\n\n## QWEN.md\n\nUse spaces.'));
});

test('instructions have a limit, and none are read from outside the workspace', async (t) => {
  const dir = tempDir(t);
  const outside = join(tempDir(t), 'CLAUDE.md');
  writeFileSync(outside, 'secret of another folder');
  symlinkSync(outside, join(dir, 'CLAUDE.md'));
  writeFileSync(join(dir, 'AGENTS.md'), 'x'.repeat(100_000));
  const prompt = await promptIn(dir);
  assert.ok(prompt.length < 30_000);
  assert.ok(prompt.endsWith('[AGENTS.md goes on; read_file shows the rest]'));
  assert.doesNotMatch(prompt, /secret/);
});
