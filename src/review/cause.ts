// Why a check failed, read from all that it printed: the words of compilers, of loaders that miss a file, and of shells and
// build tools that do not know the command. The output decides, never the agent's words.
import type { CheckCause, TestCounts } from '../domain/evidence.ts';

export interface Cause {
  readonly cause: CheckCause;
  /** The lines that show it, the first few; empty where the failing tests say it. */
  readonly signs: readonly string[];
}

export interface Ended {
  readonly exitCode: number | null;
  readonly counts: TestCounts | null;
}

const maxSigns = 5;
const maxLength = 300;

/** The shell, or what it was asked to start, knows no such command: the check itself is wrong, or what it needs is missing. */
const noCommand = [
  /^(?:\S*sh|\/bin\/sh): (?:line )?(?:\d+: )?.*(?:not found|Permission denied)$/,
  /^npm (?:ERR!|error) Missing script: .*$/,
  /^\s*ERR_PNPM_NO_SCRIPT.*$/,
  /^error Command ".*" not found\.$/,
  /^make: \*\*\* No rule to make target .*$/,
  /^make: \*\*\* No targets.*$/,
  /^\S*python[\d.]*: No module named .*$/,
  /^\S*python[\d.]*: can't open file .*$/,
  /^error: no such command: .*$/,
  /^error: could not find `Cargo\.toml`.*$/,
  /^.*there is no POM in this directory.*$/,
  /^Task '.*' not found in .*$/,
  /^go: (?:go\.mod file not found|cannot find main module).*$/,
];

/** What compilers and parsers print when code is not even well-formed. */
const compile = [
  /^.+\(\d+,\d+\): error TS\d+: .*$/,
  /^.+:\d+:\d+ - error TS\d+: .*$/,
  /^.*\berror TS\d+:.*$/,
  /^error(?:\[E\d+\])?: (?!no such command|could not find `Cargo|test failed).*$/,
  /^\S+:\d+(?::\d+)?: (?:fatal )?error: .*$/,
  /^(?:\.{0,2}\/)?[^\s:]+\.go:\d+:\d+: .*$/,
  /^\[ERROR\] \S+:\[\d+,\d+\] .*$/,
  /^e: (?:file:)?\S+.*$/,
  /^✘ \[ERROR\] .*$/,
  /^.*\bSyntaxError\b.*$/,
  /^.*\b(?:IndentationError|TabError)\b.*$/,
  /^.*\bcannot find symbol\b.*$/,
  /^.*\bParse error: syntax error\b.*$/,
  /^.*\bsyntax error, unexpected\b.*$/,
  /^.*: error: .*$/,
];

/** The same in general words, where nothing says it better. */
const compileAtAll = [/^.*\bcompilation (?:failed|error)\b.*$/i];

const missingFile = [
  /^.*\bENOENT: no such file or directory\b.*$/,
  /^.*\b(?:FileNotFoundError|ModuleNotFoundError|FileNotFoundException)\b.*$/,
  /^.*\bERR_MODULE_NOT_FOUND\b.*$/,
  /^.*\bCannot find module\b.*$/,
  /^\S+: .*: No such file or directory$/,
  /^.*\bcannot load such file\b.*$/,
];

/** Of a check that ended and did not pass. `output` is without colour codes. */
export function causeOf({ exitCode, counts }: Ended, output: string): Cause {
  const lines = output.split('\n').map((line) => line.trimEnd());
  const hasTests = (counts?.failed ?? 0) > 0;
  const unknown = hasTests ? [] : signsIn(lines, noCommand);
  if (exitCode === 127 || exitCode === 126 || unknown.length > 0)
    return { cause: 'no_command', signs: unknown };
  // Where some tests passed, the code compiles: a SyntaxError is then what a test is about.
  if (hasTests && (counts?.passed ?? 0) > 0) return { cause: 'test', signs: [] };
  const precise = signsIn(lines, compile);
  const errors = precise.length > 0 ? precise : signsIn(lines, compileAtAll);
  if (errors.length > 0) return { cause: 'compile', signs: errors };
  const missing = signsIn(lines, missingFile);
  if (missing.length > 0) return { cause: 'file_not_found', signs: missing };
  return { cause: 'test', signs: [] };
}

function signsIn(lines: readonly string[], patterns: readonly RegExp[]): readonly string[] {
  const found: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.length > 2000 || !patterns.some((pattern) => pattern.test(line))) continue;
    // rustc says on the line below where it is.
    const place = /^\s+--> (\S+)$/.exec(lines[index + 1] ?? '')?.[1];
    found.push(`${line.trim()}${place === undefined ? '' : ` (${place})`}`.slice(0, maxLength));
    if (found.length === maxSigns) break;
  }
  return found;
}
