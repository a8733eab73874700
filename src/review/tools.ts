// Which tools a command line of a check begins with, as far as a glance at it can say.

/** How each is asked for its version; without an entry by `--version`. */
export const versionQuestions: ReadonlyMap<string, readonly string[]> = new Map([
  ['go', ['version']],
  ['java', ['-version']],
]);

/** Tools that answer the question and do nothing else, each with what it runs on. */
const known: Readonly<Record<string, readonly string[]>> = {
  node: [],
  npm: ['node'],
  npx: ['node'],
  pnpm: ['node'],
  yarn: ['node'],
  bun: [],
  deno: [],
  python: [],
  python3: [],
  pytest: ['python3'],
  tox: ['python3'],
  uv: ['python3'],
  poetry: ['python3'],
  go: [],
  cargo: ['rustc'],
  rustc: [],
  java: [],
  javac: [],
  mvn: ['java'],
  gradle: ['java'],
  ruby: [],
  bundle: ['ruby'],
  rspec: ['ruby'],
  rake: ['ruby'],
  php: [],
  composer: ['php'],
  dotnet: [],
  make: [],
  cmake: [],
  gcc: [],
  clang: [],
  swift: [],
};

/** The known tools of a command line for `sh`, each once, in order. */
export function toolsOf(command: string): readonly string[] {
  const words = command.split(/&&|\|\|?|;|\n|\$\(|[(){}]/).flatMap((part) => firstWord(part) ?? []);
  const named = words.filter((word) => Object.hasOwn(known, word));
  return [...new Set(named.flatMap((name) => [name, ...(known[name] ?? [])]))];
}

/** Behind assignments and the words that only start another program. */
function firstWord(part: string): string | undefined {
  const starters = new Set(['exec', 'env', 'time', 'nice', 'command', 'then', 'do', 'else', 'if', '!']);
  return part
    .trim()
    .split(/\s+/)
    .find((word) => !/^\w+=/.test(word) && !starters.has(word));
}
