// Reads what a test run printed. The runners are asked in turn; the more their words are their own, the earlier.
import { cargo } from './cargo.ts';
import { goTest } from './go-test.ts';
import { jest } from './jest.ts';
import { gradle, maven } from './jvm.ts';
import { mocha } from './mocha.ts';
import { nodeTest } from './node-test.ts';
import { pytest, unittest } from './pytest.ts';
import type { Output, Reader, Results } from './results.ts';
import { rspec } from './rspec.ts';
import { summaries } from './summaries.ts';
import { tap } from './tap.ts';

const readers: readonly Reader[] = [
  nodeTest,
  pytest,
  unittest,
  jest,
  cargo,
  maven,
  gradle,
  rspec,
  mocha,
  summaries,
  goTest,
  tap,
];

/** What the output says of tests, or null when no runner that we know speaks in it. */
export function readOutput(output: Output): Results | null {
  const text = readable(output.text);
  for (const read of readers) {
    const results = read({ ...output, text });
    if (results !== null) return results;
  }
  return null;
}

const maxLine = 2000;

// An agent wrote what is being tested, and so decides what is printed: a line without end must not keep the reader busy.
function readable(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  return lines.map((line) => (line.length > maxLine ? line.slice(0, maxLine) : line)).join('\n');
}
