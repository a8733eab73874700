// What a judge points at, as a link to where it stands, and what is there instead when that is not so.
import { Link } from '@tanstack/react-router';
import type { RankingJson } from '../../src/api/ranking-schemas.ts';
import type { VariantJson } from '../../src/api/variant-schemas.ts';
import { plainText } from '../ui/plain-text.ts';

type Citation = RankingJson['places'][number]['reasons'][number]['citations'][number];

export function Cited({ citation, variants }: { citation: Citation; variants: readonly VariantJson[] }) {
  const variant = variants.find(({ number }) => number === citation.variant);
  const where = placeOf(citation);
  const words = plainText(`#${citation.variant} ${wordsOf(citation)}`);
  return (
    <p className="flex flex-col text-xs">
      {variant === undefined || where === null ? (
        <span className="untrusted text-muted">{words}</span>
      ) : (
        <Link
          to="/tasks/$task"
          params={{ task: variant.id }}
          search={{ view: 'review', ...where }}
          className="untrusted text-accent self-start underline underline-offset-2"
        >
          {words}
        </Link>
      )}
      {citation.problem !== null && <span className="untrusted text-bad">{plainText(citation.problem)}</span>}
    </p>
  );
}

/** Null for what stands in the table alone. */
function placeOf(citation: Citation): Readonly<Record<string, string>> | null {
  switch (citation.kind) {
    case 'check':
      return { check: citation.name };
    case 'line':
      return { file: citation.path, line: `${citation.side}:${citation.line}` };
    case 'count':
      return ['files', 'additions', 'deletions'].includes(citation.what) ? {} : null;
  }
}

function wordsOf(citation: Citation): string {
  switch (citation.kind) {
    case 'check':
      return `check ${citation.name}: ${citation.outcome.replace('_', ' ')}`;
    case 'line':
      return `${citation.path}:${citation.line} ${citation.text}`;
    case 'count':
      return `${citation.what.replaceAll('_', ' ')}: ${citation.value}`;
  }
}
