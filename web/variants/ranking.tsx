// What a judge makes of the variants: an order with its reasons, each held against what the system measured. It picks nothing.
import { CircleCheck, CircleX, LoaderCircle, Scale } from 'lucide-react';
import type { RankingJson } from '../../src/api/ranking-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { VariantListJson } from '../../src/api/variant-schemas.ts';
import { durationWords, spentWords } from '../data/words.ts';
import { OutputBox } from '../thread/output-box.tsx';
import { Elapsed } from '../ui/elapsed.tsx';
import { plainText } from '../ui/plain-text.ts';
import { AskJudge } from './ask-judge.tsx';
import { Cited } from './cited.tsx';

type Place = RankingJson['places'][number];
type Reason = Place['reasons'][number];

export function Ranking({ task, list }: { task: TaskJson; list: VariantListJson }) {
  const { ranking } = list;
  return (
    <section aria-label="Judge" className="border-line flex flex-col gap-4 border-t px-4 py-6">
      <div className="mx-auto flex w-full max-w-3xl flex-col gap-4">
        <h2 className="flex items-center gap-2 font-medium">
          <Scale className="text-muted size-4" aria-hidden /> What a judge says
        </h2>
        {ranking?.state === 'working' && <AtWork ranking={ranking} />}
        {ranking?.state === 'failed' && <NoOrder ranking={ranking} />}
        {ranking?.state === 'ranked' && <Order ranking={ranking} list={list} />}
        {ranking !== null && ranking.state !== 'working' && <About ranking={ranking} list={list} />}
        {ranking?.state !== 'working' && <AskJudge key={ranking?.id} task={task} list={list} />}
      </div>
    </section>
  );
}

function judgeOf({ agent, model }: RankingJson): string {
  return model === null ? agent : `${agent} · ${model}`;
}

function AtWork({ ranking }: { ranking: RankingJson }) {
  return (
    <p role="status" className="flex items-center gap-2 text-sm">
      <LoaderCircle className="text-live size-4 motion-safe:animate-spin" aria-hidden />
      <span className="untrusted min-w-0">{judgeOf(ranking)} compares them</span>
      <span className="text-muted">
        <Elapsed since={ranking.created_at} />
      </span>
    </p>
  );
}

function NoOrder({ ranking }: { ranking: RankingJson }) {
  return (
    <div role="status" className="bg-bad-soft flex flex-col gap-2 rounded-xl px-4 py-3 text-sm">
      <p className="text-bad font-medium">{judgeOf(ranking)} found no order</p>
      <ul className="untrusted flex list-disc flex-col gap-1 pl-4">
        {ranking.problems.map((problem) => (
          <li key={problem}>{plainText(problem)}</li>
        ))}
      </ul>
      {ranking.said !== null && (
        <details>
          <summary className="cursor-pointer">Its last words</summary>
          <div className="mt-2">
            <OutputBox text={ranking.said} />
          </div>
        </details>
      )}
    </div>
  );
}

function Order({ ranking, list }: { ranking: RankingJson; list: VariantListJson }) {
  return (
    <>
      {ranking.summary !== null && ranking.summary.trim() !== '' && (
        <p className="untrusted text-sm">{plainText(ranking.summary)}</p>
      )}
      <ol aria-label="Order" className="flex flex-col gap-3">
        {ranking.places.map((place, index) => (
          <li key={place.task} className="border-line rounded-xl border px-4 py-3">
            <h3 className="flex flex-wrap items-baseline gap-x-2 text-sm font-medium">
              <span className="tabular-nums">{index + 1}.</span>
              <span className="untrusted">
                #{place.number} {place.name}
              </span>
              {place.is_stale && (
                <span className="text-warn text-xs font-normal">
                  it has other work now than the judge saw
                </span>
              )}
            </h3>
            <ul className="mt-2 flex flex-col gap-2">
              {place.reasons.map((reason, at) => (
                <Why key={at} reason={reason} list={list} />
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </>
  );
}

function Why({ reason, list }: { reason: Reason; list: VariantListJson }) {
  const Icon = reason.is_supported ? CircleCheck : CircleX;
  return (
    <li className="flex gap-2 text-sm">
      <Icon
        className={`mt-0.5 size-4 shrink-0 ${reason.is_supported ? 'text-ok' : 'text-bad'}`}
        role="img"
        aria-label={
          reason.is_supported ? 'What it cites is as we measured it' : 'What it cites does not prove it'
        }
      />
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p className="untrusted">{plainText(reason.text)}</p>
        {reason.citations.length === 0 && <p className="text-bad text-xs">It cites no evidence.</p>}
        {reason.citations.map((citation, at) => (
          <Cited key={at} citation={citation} variants={list.variants} />
        ))}
      </div>
    </li>
  );
}

/** Who judged, for whom, and what it took. */
function About({ ranking, list }: { ranking: RankingJson; list: VariantListJson }) {
  const left = list.variants.filter(({ id }) => ranking.left_out.includes(id));
  const { ended_at: end, repairs } = ranking;
  const facts = [
    `Judged by ${judgeOf(ranking)}`,
    `asked by ${ranking.by}`,
    ...(repairs === 0 ? [] : [`sent back ${repairs === 1 ? 'once' : 'twice'} for what did not hold`]),
    ...spentWords(ranking.usage),
    ...(end === null ? [] : [durationWords(Date.parse(end) - Date.parse(ranking.created_at))]),
    ...(left.length === 0
      ? []
      : [`without ${left.map((one) => `#${one.number}`).join(', ')}: no finished work`]),
  ];
  return (
    <p className="untrusted text-muted flex flex-wrap gap-x-2 text-xs">
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
      {end !== null && <Elapsed since={end} isAgo />}
    </p>
  );
}
