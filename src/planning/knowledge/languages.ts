// Which languages a repository is written in, by the endings of its files.
import type { Language } from './knowledge.ts';

const names: Readonly<Record<string, string>> = {
  c: 'C',
  h: 'C',
  cc: 'C++',
  cpp: 'C++',
  hpp: 'C++',
  cs: 'C#',
  css: 'CSS',
  scss: 'CSS',
  dart: 'Dart',
  ex: 'Elixir',
  exs: 'Elixir',
  erl: 'Erlang',
  go: 'Go',
  hs: 'Haskell',
  html: 'HTML',
  java: 'Java',
  js: 'JavaScript',
  jsx: 'JavaScript',
  mjs: 'JavaScript',
  cjs: 'JavaScript',
  jl: 'Julia',
  kt: 'Kotlin',
  kts: 'Kotlin',
  lua: 'Lua',
  md: 'Markdown',
  ml: 'OCaml',
  php: 'PHP',
  pl: 'Perl',
  py: 'Python',
  r: 'R',
  rb: 'Ruby',
  rs: 'Rust',
  scala: 'Scala',
  sh: 'Shell',
  sql: 'SQL',
  svelte: 'Svelte',
  swift: 'Swift',
  tf: 'Terraform',
  ts: 'TypeScript',
  tsx: 'TypeScript',
  mts: 'TypeScript',
  vue: 'Vue',
  zig: 'Zig',
};

/** Most files first. */
export function languagesOf(paths: readonly string[]): readonly Language[] {
  const counts = new Map<string, number>();
  for (const path of paths) {
    const ending = /\.([a-z]+)$/.exec(path.toLowerCase())?.[1] ?? '';
    const name = Object.hasOwn(names, ending) ? names[ending] : undefined;
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts]
    .map(([name, files]) => ({ name, files }))
    .sort((a, b) => b.files - a.files || a.name.localeCompare(b.name));
}
