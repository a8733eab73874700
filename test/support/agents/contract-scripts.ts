// What the agents of the contract suite do, one script per test. The model server tells them to real agents; the
// scripted agents read them here.
import type { Scripts } from '../model-server/script.ts';

const words = Array.from({ length: 200 }, (_, index) => `word${index}`).join(' ');

export const contractScripts = {
  greet: [{ say: 'Hello from the agent.' }],
  again: [{ say: 'Here I am again.' }],
  write: [
    { say: 'I will write it.', do: [{ write: { path: 'hello.txt', content: 'hello\n' } }] },
    { say: 'It is written.' },
  ],
  stream: [{ say: words, wordDelayMs: 100 }],
  hang: [{ say: 'Let me think', hang: true }],
  environment: [{ do: [{ shell: { command: 'env > environment.txt' } }] }, { say: 'Printed.' }],
  background: [
    {
      do: [
        {
          shell: {
            // The second one leaves the process group, and says so only when it has.
            command: [
              'tail -f /dev/null > /dev/null 2>&1 & echo $! > child.pid',
              "setsid sh -c 'echo $$ > escaped.pid; exec tail -f /dev/null' > /dev/null 2>&1 &",
              'while ! test -s escaped.pid; do :; done',
            ],
          },
        },
      ],
    },
    { say: 'It runs in the background.' },
  ],
  rounds: Array.from({ length: 8 }, (_, index) => ({
    say: `Round ${index + 1}.`,
    do: [{ write: { path: `round${index + 1}.txt`, content: 'x\n' } }],
  })),
  refused: [{ fail: { status: 401, message: 'Incorrect API key provided: sk-wrong' } }],
} satisfies Scripts;

export type ContractScript = keyof typeof contractScripts;

/** A prompt that names a script, for whoever acts it out. */
export function promptFor(script: ContractScript): string {
  return `Please do this. [[script:${script}]]`;
}

export function scriptIn(prompt: string): ContractScript {
  const name = /\[\[script:(\w+)\]\]/.exec(prompt)?.[1];
  const known = Object.keys(contractScripts).find((script) => script === name);
  if (known === undefined) throw new Error(`no script in the prompt: ${prompt}`);
  return known as ContractScript;
}
