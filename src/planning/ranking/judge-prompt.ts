// What a judge is told: what was asked, and of each attempt what the system measured and the lines that it changed, with their
// numbers before them, so that it can cite them and no line can look like one of ours. Nobody tells it who made which attempt.
import { readFileSync } from 'node:fs';
import { countNames } from '../../domain/ranking/citation.ts';
import type { VariantFacts } from '../../domain/ranking/citation.ts';
import type { FileDiff } from '../../domain/ranking/facts.ts';
import { fill } from '../../lib/template.ts';

const judge = readFileSync(new URL('./judge.md', import.meta.url), 'utf8');

export interface JudgedVariant {
  readonly facts: VariantFacts;
  /** What it was told, where that is not what all were. */
  readonly prompt: string | null;
  readonly files: readonly FileDiff[];
}

/** Of all diffs in the prompt, in characters; the whole ones are files beside it. */
const longestDiffs = 80_000;

export interface JudgeInput {
  readonly request: string;
  readonly variants: readonly JudgedVariant[];
  /** Where the whole diff of a variant is, from the working directory. */
  readonly fileOf: (number: number) => string;
}

export function judgePrompt({ request, variants, fileOf }: JudgeInput): string {
  const most = Math.floor(longestDiffs / Math.max(1, variants.length));
  const texts = variants.map((variant) => variantText(variant, most, fileOf(variant.facts.number)));
  return fill(judge, { request, variants: texts.join('\n\n') });
}

function variantText({ facts, prompt, files }: JudgedVariant, most: number, file: string): string {
  const diff = numberedDiff(files);
  const counts = countNames.flatMap((name) =>
    facts.counts[name] === null ? [] : [`${name} ${facts.counts[name]}`],
  );
  const checks = facts.checks.map(({ name, outcome }) => `check ${JSON.stringify(name)}: ${outcome}`);
  return [
    `# Attempt ${facts.number}`,
    ...(prompt === null ? [] : [`It was told otherwise:\n${indented(prompt)}`]),
    ...(checks.length === 0 ? ['no checks ran'] : checks),
    counts.join(', '),
    diff.length > most ? `${diff.slice(0, most)}\n(cut here; the whole is in ${file})` : diff,
  ].join('\n');
}

/** Every line of it begins with a number, a mark or our own word. */
export function numberedDiff(files: readonly FileDiff[]): string {
  return files
    .map(({ entry, hunks, omitted }) => {
      const from = entry.from === null ? '' : ` from ${JSON.stringify(entry.from)}`;
      const head = `file ${JSON.stringify(entry.path)} ${entry.status}${from}`;
      if (omitted !== null) return `${head} (${omitted}: its lines are not shown)`;
      const lines = hunks.flatMap((hunk) =>
        hunk.lines.map((line) => `${mark(line.kind, line.new ?? line.old ?? 0)} ${line.text}`),
      );
      return [head, ...lines].join('\n');
    })
    .join('\n');
}

function mark(kind: FileDiff['hunks'][number]['lines'][number]['kind'], number: number): string {
  switch (kind) {
    case 'added':
      return `${number}+`;
    case 'removed':
      return `${number}-`;
    case 'context':
      return `${number} `;
  }
}

function indented(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}
