// An agent without a protocol: takes the prompt as its argument or on stdin, acts out the script named in it, exits.
import { text } from 'node:stream/consumers';
import { act } from './act.ts';
import { scriptIn } from './contract-scripts.ts';

const prompt = process.argv[2] ?? (await text(process.stdin));
await act(
  scriptIn(prompt),
  {
    say: (words) => process.stdout.write(words),
    attempt: (_action, perform) => perform(),
    fail: (status, message) => {
      console.error(`${status} ${message}`);
      process.exit(3);
    },
    endOfStep: () => process.stdout.write('\n'),
  },
  new AbortController().signal,
);
