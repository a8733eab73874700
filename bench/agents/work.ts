// The work that every agent of the benchmark does: the same twelve calls of tools, three of them of subagents that make one
// more each. A scripted model says what to do, so that agents differ only in how they do it.
import type { Scripts } from '../../test/support/model-server/script.ts';

const child = (number: number): object => ({
  call: {
    match: '^(task|agent)$',
    args: {
      description: `Look into part ${number}`,
      prompt: `Look into part ${number} and say what it is. [[script:child]]`,
      subagent_type: 'general-purpose',
      run_in_background: false,
    },
  },
});
const read = { read: { path: 'README.md' } };
const write = (number: number): object => ({
  write: { path: `notes-${number}.txt`, content: 'A line of notes.\n'.repeat(40) },
});

export const work = {
  work: [
    { say: 'I read first.', do: [read, { read: { path: 'package.json' } }, read] },
    { say: 'Three look into the parts.', do: [child(1), child(2), child(3)] },
    { say: 'I write.', do: [write(1), write(2)] },
    { say: 'And more.', do: [write(3)] },
    { say: 'I look at it.', do: [{ shell: { command: 'cat notes-1.txt notes-2.txt notes-3.txt' } }] },
    { say: 'Once more.', do: [{ read: { path: 'notes-1.txt' } }, { shell: { command: 'ls' } }] },
    { say: 'Wrote three files of notes.' },
  ],
  child: [{ say: 'I look.', do: [read] }, { say: 'It is a part like others.' }],
} as Scripts;

export const prompt = 'Write notes about each part. [[script:work]]';

/** Requests to the model that the work needs: seven of the agent and two of each subagent. */
export const leastRequests = 13;
