// What the system measured of each variant, one column each.
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import type { RankingJson } from '../../src/api/ranking-schemas.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { VariantJson } from '../../src/api/variant-schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { askFirst } from '../data/confirm-store.ts';
import { useKey } from '../data/keyed-store.ts';
import { sayError } from '../data/run-action.ts';
import { costWords, durationWords, tokenWords } from '../data/words.ts';
import { Button } from '../ui/button.tsx';
import { StatePill } from '../ui/state-icon.tsx';

export function VariantTable({
  task,
  variants,
  ranking,
}: {
  task: TaskJson;
  variants: readonly VariantJson[];
  ranking: RankingJson | null;
}) {
  const pick = usePick(variants);
  const places = ranking?.places ?? [];
  const files = [...new Set(variants.flatMap((variant) => variant.files))].toSorted();
  return (
    <div tabIndex={0} role="region" aria-label="Variants" className="shrink-0 overflow-x-auto">
      <table className="min-w-full border-separate border-spacing-0 text-sm">
        <thead>
          <tr>
            <td className="bg-canvas sticky left-0 w-36" />
            {variants.map((variant) => (
              <th
                key={variant.id}
                scope="col"
                className="border-line min-w-56 border-b px-3 py-3 text-left align-top font-normal"
              >
                <Head
                  variant={variant}
                  place={places.findIndex((place) => place.task === variant.id)}
                  isHere={variant.id === task.id}
                  onPick={() => void pick(variant)}
                />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {facts.map(([name, of]) => (
            <Row key={name} name={name}>
              {variants.map((variant) => (
                <td key={variant.id} className={cell}>
                  {of(variant)}
                </td>
              ))}
            </Row>
          ))}
          {files.map((file) => (
            <Row key={file} name={file} isFile>
              {variants.map((variant) => (
                <td key={variant.id} className={cell}>
                  {variant.files.includes(file) ? (
                    <Link
                      to="/tasks/$task"
                      params={{ task: variant.id }}
                      search={{ view: 'review', file }}
                      aria-label={`${file} of #${variant.number}`}
                      className="text-accent underline underline-offset-2"
                    >
                      changed
                    </Link>
                  ) : (
                    <span className="text-faint">–</span>
                  )}
                </td>
              ))}
            </Row>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Keeps one and lets go of the others, when a person is sure of it. */
function usePick(variants: readonly VariantJson[]): (variant: VariantJson) => Promise<void> {
  const client = useQueryClient();
  return async (variant) => {
    const others = variants.filter((one) => one.id !== variant.id).map((one) => `#${one.number}`);
    const isSure = await askFirst({
      title: `Keep #${variant.number}?`,
      text: `${others.join(', ')} ${others.length === 1 ? 'is' : 'are'} let go of: what is ready is dismissed, what is under way is cancelled, drafts and failures are archived. All of it can be taken back from the trash.`,
      action: `Keep #${variant.number}`,
      isDangerous: false,
    });
    if (!isSure) return;
    try {
      const { left } = await call(endpoints.pickVariant, { params: { task: variant.id }, timeoutMs: 0 });
      toast.success(`#${variant.number} is kept`);
      for (const one of left) toast.error(one.message);
    } catch (error) {
      sayError(error);
    }
    board.refresh(variants.map((one) => one.id));
    await client.invalidateQueries({ queryKey: ['variants'] });
  };
}

const cell = 'border-line border-b px-3 py-2 align-top';

function Row({ name, isFile = false, children }: { name: string; isFile?: boolean; children: ReactNode }) {
  return (
    <tr>
      <th
        scope="row"
        className={`bg-canvas border-line text-muted sticky left-0 max-w-64 border-b px-4 py-2 text-left align-top font-normal ${isFile ? 'untrusted font-mono text-xs' : ''}`}
      >
        {name}
      </th>
      {children}
    </tr>
  );
}

function Head({
  variant,
  place,
  isHere,
  onPick,
}: {
  variant: VariantJson;
  /** From 0; less where a judge gave none. */
  place: number;
  isHere: boolean;
  onPick: () => void;
}) {
  const card = useKey(board.cards, variant.id);
  const canPick = variant.state === 'ready' || variant.state === 'done';
  return (
    <div className="flex flex-col items-start gap-1.5">
      <Link
        to="/tasks/$task"
        params={{ task: variant.id }}
        search={{ view: 'review' }}
        className="untrusted font-medium hover:underline"
      >
        #{variant.number} {variant.name}
      </Link>
      <span className="flex items-center gap-2">
        <StatePill state={card?.state ?? variant.state} />
        {place >= 0 && (
          <span className="bg-hover rounded px-1.5 py-0.5 text-xs tabular-nums" title="What the judge says">
            {place + 1}.
          </span>
        )}
        {isHere && <span className="text-faint text-xs">this one</span>}
      </span>
      {canPick && (
        <Button size="small" tone="primary" onClick={onPick}>
          <Check className="size-3.5" aria-hidden /> Keep this one
        </Button>
      )}
    </div>
  );
}

const facts: readonly (readonly [name: string, of: (variant: VariantJson) => ReactNode])[] = [
  ['Agent', (variant) => `${variant.agent}${variant.model === null ? '' : ` · ${variant.model}`}`],
  ['Checks', (variant) => <Checks variant={variant} />],
  [
    'Changes',
    (variant) => (
      <span className="tabular-nums">
        {variant.files.length} files <span className="text-ok">+{variant.additions}</span>{' '}
        <span className="text-bad">−{variant.deletions}</span>
      </span>
    ),
  ],
  ['Time', (variant) => (variant.duration_ms === null ? 'at work' : durationWords(variant.duration_ms))],
  ['Tokens', ({ usage }) => (usage === null ? '–' : tokenWords(usage.input_tokens + usage.output_tokens))],
  ['Cost', ({ usage }) => (usage?.cost == null || usage.cost === 0 ? '–' : costWords(usage.cost))],
  ['Prompt', (variant) => <span className="untrusted line-clamp-4">{variant.prompt}</span>],
];

function Checks({ variant }: { variant: VariantJson }) {
  if (variant.checks.length === 0)
    return <span className="text-muted">{variant.verification ?? 'no work yet'}</span>;
  return (
    <ul>
      {variant.checks.map((check) => (
        <li key={check.name} className={check.outcome === 'passed' ? 'text-ok' : 'text-bad'}>
          {check.name}: {check.outcome.replace('_', ' ')}
        </li>
      ))}
    </ul>
  );
}
