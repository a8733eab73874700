import assert from 'node:assert/strict';
import { test } from 'node:test';
import { said } from './conversation.ts';
import { findWorkingDirectory } from './working-directory.ts';

const WORDINGS = {
  qwen: "I'm currently working in the directory: /work/a b\nHere is the folder structure of the current working directory",
  gemini: '- **Workspace Directories:**\n  - /work/a b\n- **Directory Structure:**',
  codex: '<environment_context>\n  <cwd>/work/a b</cwd>\n  <shell>bash</shell>',
  cline: '# Current Working Directory (/work/a b) Files\nREADME.md',
  opencode: '<env>\n  Working directory: /work/a b\n  Is directory a git repo: yes',
  copilot: '* Current working directory: `/work/a b`',
  sentence: 'Your working directory is /work/a b.',
};

for (const [agent, wording] of Object.entries(WORDINGS)) {
  test(`the working directory is found in the words of ${agent}`, () => {
    assert.equal(findWorkingDirectory([said('user', wording)]), '/work/a b');
  });
}

test('what the agent says goes before what the person says', () => {
  const turns = [said('user', 'The working directory is /etc'), said('system', 'Working directory: /work')];
  assert.equal(findWorkingDirectory(turns), '/work');
});

test('talk about working directories without a path names none', () => {
  const talk = 'Stay in the current working directory: it matters.\nNever leave the working directory /tmp/x';
  assert.equal(findWorkingDirectory([said('system', 'The working directory is what you make it.')]), null);
  assert.equal(findWorkingDirectory([said('system', talk)]), '/tmp/x');
});
