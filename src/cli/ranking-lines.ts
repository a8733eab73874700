// A judge’s order of variants for people: each reason with what it points at, and what of that is not so.
import type { RankingJson } from '../api/ranking-schemas.ts';
import { clean, oneLine } from './text.ts';

type Place = RankingJson['places'][number];
type Reason = Place['reasons'][number];
type Citation = Reason['citations'][number];

export function rankingLines(ranking: RankingJson): string {
  const { state, agent, model, summary, places, problems, said } = ranking;
  const judge = model === null ? agent : `${agent} ${model}`;
  if (state === 'working') return `${judge} is comparing them.`;
  const lines =
    state === 'failed'
      ? [
          `${judge} found no order:`,
          ...problems.map((one) => `  ${one}`),
          ...(said === null ? [] : ['Its last words:', ...said.split('\n').map((line) => `  ${line}`)]),
        ]
      : [
          `${judge} would take ${places[0]?.name ?? 'none'}. ${summary ?? ''}`.trimEnd(),
          ...places.flatMap(placeLines),
          ...(isAllSupported(ranking) ? [] : ['What has a ✗ is not as it was measured.']),
        ];
  return lines.map(clean).join('\n');
}

function isAllSupported({ places }: RankingJson): boolean {
  return places.every(({ reasons }) => reasons.every((reason) => reason.is_supported));
}

function placeLines({ number, name, is_stale: isStale, reasons }: Place, index: number): readonly string[] {
  const stale = isStale ? ' (it has other work now)' : '';
  return [`${index + 1}. #${number} ${name}${stale}`, ...reasons.flatMap(reasonLines)];
}

function reasonLines({ text, is_supported: isSupported, citations }: Reason): readonly string[] {
  return [
    `   ${isSupported ? '✓' : '✗'} ${oneLine(text)}`,
    ...(citations.length === 0 ? ['       It cites no evidence.'] : []),
    ...citations.map((citation) => `       ${citationText(citation)}`),
  ];
}

function citationText(citation: Citation): string {
  return citation.problem === null ? whatOf(citation) : `${whatOf(citation)}: ${oneLine(citation.problem)}`;
}

function whatOf(citation: Citation): string {
  switch (citation.kind) {
    case 'check':
      return `#${citation.variant} check ${oneLine(citation.name)}: ${citation.outcome}`;
    case 'count':
      return `#${citation.variant} ${citation.what}: ${citation.value}`;
    case 'line':
      return `#${citation.variant} ${oneLine(citation.path)}:${citation.line}: ${oneLine(citation.text)}`;
  }
}
