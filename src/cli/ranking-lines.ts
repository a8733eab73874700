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
  return [...lines, spentLine(ranking)].map(clean).join('\n');
}

/** What it took to come to it. */
function spentLine({ by, repairs, usage, created_at: from, ended_at: to }: RankingJson): string {
  const ms = to === null ? 0 : Date.parse(to) - Date.parse(from);
  return [
    `Asked by ${by}`,
    ...(repairs === 0 ? [] : [`sent back ${repairs === 1 ? 'once' : 'twice'}`]),
    `${usage.input_tokens + usage.output_tokens} tokens`,
    ...(usage.cost === null ? [] : [`$${usage.cost.toFixed(2)}`]),
    `${Math.round(ms / 1000)} s`,
  ].join(' · ');
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
