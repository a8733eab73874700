// An approval or a question as lines for a person: what is asked, what exactly would be done, and which answers there are.
import type { InquiryJson } from '../api/inquiry-schemas.ts';
import type { Style } from './style.ts';
import { clean, indent, oneLine } from './text.ts';
import { span } from './time.ts';

const mostLines = 40;

export function inquiryLines(
  inquiry: InquiryJson,
  { style, name, now }: { readonly style: Style; readonly name: string; readonly now: number },
): string {
  const head = `${style.yellow('?')} ${style.bold(inquiry.id)}  ${name}: ${oneLine(inquiry.question)}`;
  return [head, ...toolLines(inquiry, style), ...answerLines(inquiry, now)].join('\n');
}

function toolLines({ tool }: InquiryJson, style: Style): readonly string[] {
  if (tool === null) return [];
  const changes = tool.diffs.flatMap(({ path, before, after }) => [
    style.bold(clean(path)),
    ...(before === null ? [] : marked('-', before).map(style.red)),
    ...marked('+', after).map(style.green),
  ]);
  const input = tool.input === null || changes.length > 0 ? [] : clean(tool.input).split('\n');
  const paths =
    changes.length > 0 || tool.paths.length === 0 ? [] : [`on ${tool.paths.map(clean).join(', ')}`];
  const lines = [...input, ...paths, ...changes];
  const shown =
    lines.length <= mostLines
      ? lines
      : [...lines.slice(0, mostLines), `… ${lines.length - mostLines} more lines (with -o json: all)`];
  return shown.length === 0 ? [] : [indent(shown.join('\n'), '    ')];
}

function marked(sign: string, text: string): readonly string[] {
  const lines = clean(text).replace(/\n$/, '').split('\n');
  return text === '' ? [] : lines.map((line) => `${sign}${line}`);
}

function answerLines(inquiry: InquiryJson, now: number): readonly string[] {
  const { choices, suggestions, until, state } = inquiry;
  if (state !== 'open') return [`    ${closed(inquiry)}`];
  const named = choices.map(({ id, name }) => (id === name ? clean(id) : `${clean(id)} (${clean(name)})`));
  const left = until === null ? null : Date.parse(until) - now;
  return [
    ...(named.length === 0 ? [] : [`    choices: ${named.join(', ')}`]),
    ...(suggestions.length === 0 ? [] : [`    it proposes: ${suggestions.map(oneLine).join(', ')}`]),
    ...(left === null ? [] : [`    denied in ${span(Math.max(0, left))} if nobody decides`]),
  ];
}

function closed({ state, by, answer }: InquiryJson): string {
  const who = by === null ? '' : ` by ${clean(by)}`;
  const why = answer === null ? '' : `: ${oneLine(answer)}`;
  return `${state}${who}${why}`;
}
