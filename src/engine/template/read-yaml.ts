// A template.yaml as plain data, and on which line each value stands. The only file that knows the YAML library.
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import { messageOf } from '../../domain/errors.ts';
import type { TemplateProblem } from '../../domain/template/problem.ts';
import { pointed } from '../../domain/template/written.ts';
import type { WrittenFile } from '../../domain/template/written.ts';

/** `written` is null when the text cannot be read; then `problems` says where. YAML 1.2: `yes` and `on` are texts. */
export function readYaml(
  file: string,
  text: string,
): { readonly written: WrittenFile | null; readonly problems: readonly TemplateProblem[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false });
  const problems = [...document.errors, ...document.warnings].map(({ pos: [at], message }) => ({
    file,
    line: counter.linePos(at).line,
    key: '',
    message: `this is not valid YAML: ${firstLine(message)}`,
  }));
  if (problems.length > 0) return { written: null, problems };
  try {
    const lines = linesOf(document, (offset) => counter.linePos(offset).line);
    // A few aliases may stand for millions of values.
    return { written: { file, value: document.toJS({ maxAliasCount: 50 }), lines }, problems: [] };
  } catch (error) {
    return { written: null, problems: [{ file, line: 1, key: '', message: firstLine(messageOf(error)) }] };
  }
}

function linesOf(document: Document, lineAt: (offset: number) => number): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  const see = (node: unknown, at: string, offset: number | undefined): void => {
    if (offset !== undefined) lines.set(at, lineAt(offset));
    // What an alias stands for has lines of its own; problems in it are said where the alias is.
    if (isAlias(node)) return;
    if (isMap(node))
      for (const { key, value } of node.items) {
        const [name, start] = isScalar(key) ? [String(key.value), key.range?.[0]] : ['', undefined];
        see(value, `${at}/${pointed(name)}`, start);
      }
    if (isSeq(node))
      for (const [index, item] of node.items.entries()) see(item, `${at}/${index}`, startOf(item));
  };
  see(document.contents, '', startOf(document.contents));
  return lines;
}

function startOf(node: unknown): number | undefined {
  return isMap(node) || isSeq(node) || isScalar(node) || isAlias(node) ? node.range?.[0] : undefined;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
