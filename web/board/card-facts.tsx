// The line of facts below a card: who works, what was checked, how much changed, what it cost.
import { Bot, CircleCheck, CircleX, GitBranchPlus, Link2, RotateCcw, TriangleAlert } from 'lucide-react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { costWords, countWords, tokenWords } from '../data/words.ts';

export function CardFacts({ card }: { card: CardJson }) {
  const { checks, changes } = card;
  return (
    <div className="text-faint mt-2 flex flex-wrap items-center gap-x-2.5 gap-y-1 text-xs">
      <span className="flex items-center gap-1" title={card.model ?? undefined}>
        <Bot className="size-3.5" aria-hidden />
        <span className="sr-only">Agent </span>
        {card.agent}
      </span>
      {card.depends_on.length > 0 && (
        <span
          className="flex items-center gap-1"
          title={`Waits for ${countWords(card.depends_on.length, 'task')}`}
        >
          <Link2 className="size-3.5" aria-hidden />
          {card.depends_on.length}
          <span className="sr-only"> prerequisites</span>
        </span>
      )}
      {card.attempt > 1 && (
        <span className="flex items-center gap-1" title={`Attempt ${card.attempt}`}>
          <RotateCcw className="size-3" aria-hidden />
          {card.attempt}
          <span className="sr-only"> attempts</span>
        </span>
      )}
      {checks !== null && <Checks checks={checks} />}
      {changes !== null && <Changes changes={changes} />}
      {card.conflicts !== null && card.conflicts > 0 && (
        <span className="text-warn flex items-center gap-1" title="Would not merge as it is">
          <TriangleAlert className="size-3.5" aria-hidden /> {countWords(card.conflicts, 'conflict')}
        </span>
      )}
      <Cost card={card} />
      {card.commit !== null && <Commit commit={card.commit} isApplied={card.applied_commit !== null} />}
    </div>
  );
}

function Commit({ commit, isApplied }: { commit: NonNullable<CardJson['commit']>; isApplied: boolean }) {
  const text = (
    <>
      <GitBranchPlus className="size-3.5" aria-hidden />
      <span className="sr-only">Commit </span>
      {commit.id.slice(0, 7)}
    </>
  );
  const look = 'flex items-center gap-1 font-mono text-2xs';
  const title = `${commit.message}${isApplied ? '' : ' (not applied yet)'}`;
  // Above the card's own link, which covers all of it.
  return commit.link === null ? (
    <span className={look} title={title}>
      {text}
    </span>
  ) : (
    <a
      href={commit.link}
      target="_blank"
      rel="noopener noreferrer"
      className={`${look} relative z-10 hover:underline`}
      title={title}
    >
      {text}
    </a>
  );
}

function Checks({ checks }: { checks: NonNullable<CardJson['checks']> }) {
  if (checks.failed > 0)
    return (
      <span className="text-bad flex items-center gap-1">
        <CircleX className="size-3.5" aria-hidden /> {checks.failed} failed
      </span>
    );
  return (
    <span className="text-ok flex items-center gap-1">
      <CircleCheck className="size-3.5" aria-hidden /> {countWords(checks.passed, 'check')}
    </span>
  );
}

function Changes({ changes }: { changes: NonNullable<CardJson['changes']> }) {
  return (
    <span className="tabular-nums" title={countWords(changes.files, 'file')}>
      <span className="text-ok">+{changes.additions}</span>{' '}
      <span className="text-bad">−{changes.deletions}</span>
    </span>
  );
}

// Never blank once there is something: the cost where it is known, else the tokens.
function Cost({ card }: { card: CardJson }) {
  if (card.cost !== null && card.cost > 0)
    return <span title={`${tokenWords(card.tokens ?? 0)} tokens`}>{costWords(card.cost)}</span>;
  if (card.tokens === null || card.tokens === 0) return null;
  return <span title="Tokens, in and out">{tokenWords(card.tokens)}</span>;
}
