// A Markdown file that begins with YAML between two lines `---`: what stands there, and the rest.
import { parseDocument, stringify } from 'yaml';

export type FrontMatter =
  | { readonly kind: 'read'; readonly data: unknown; readonly body: string }
  /** It does not begin with `---`, or the second such line is missing. */
  | { readonly kind: 'missing' }
  /** `message` says what is wrong, and in which line of the file. */
  | { readonly kind: 'broken'; readonly message: string };

const fence = /^\uFEFF?---[ \t]*\r?\n([\s\S]*?)(?:^|\n)---[ \t]*(?:\r?\n|$)/;

/** Reads YAML 1.2: `yes` and `on` are texts. A few aliases may stand for millions of values; those are refused. */
export function readFrontMatter(text: string): FrontMatter {
  const found = fence.exec(text);
  if (found === null) return { kind: 'missing' };
  const [whole, yaml = ''] = found;
  const document = parseDocument(yaml, { prettyErrors: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined) {
    const line = (problem.linePos?.[0].line ?? 0) + 1;
    return { kind: 'broken', message: `line ${line}: ${firstLine(problem.message)}` };
  }
  try {
    const data: unknown = document.toJS({ maxAliasCount: 50 });
    return { kind: 'read', data, body: text.slice(whole.length) };
  } catch (error) {
    return { kind: 'broken', message: firstLine(error instanceof Error ? error.message : String(error)) };
  }
}

/** The same file from its parts. */
export function writeFrontMatter(data: Readonly<Record<string, unknown>>, body: string): string {
  return `---\n${stringify(data, { lineWidth: 0 })}---\n\n${body.trim()}\n`;
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}
