// Several tasks that attempt one thing: what the system measured of each, what a judge makes of them, two of them side by side,
// and which of them is kept.
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Columns2, Table2 } from 'lucide-react';
import { AppError } from '../../src/api/errors.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { VariantListJson } from '../../src/api/variant-schemas.ts';
import { Button } from '../ui/button.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { AddVariants } from './add-variants.tsx';
import { pairOf } from './best-two.ts';
import { Ranking } from './ranking.tsx';
import { SideBySide } from './side-by-side.tsx';
import { useVariants } from './use-variants.ts';
import { VariantTable } from './variant-table.tsx';

export function Variants({ task, pair }: { task: TaskJson; pair: string | undefined }) {
  const found = useVariants(task.id);
  const hasNone = found.error instanceof AppError && found.error.code === 'not_found';
  if (hasNone)
    return (
      <div className="min-h-0 flex-1 overflow-y-auto">
        <AddVariants task={task} onAdded={() => void found.refetch()} />
      </div>
    );
  if (found.data === undefined)
    return found.error === null ? (
      <div className="flex-1" aria-busy />
    ) : (
      <Trouble error={found.error} onRetry={() => void found.refetch()} />
    );
  return <Loaded task={task} list={found.data} asked={pair} />;
}

function Loaded({ task, list, asked }: { task: TaskJson; list: VariantListJson; asked: string | undefined }) {
  const client = useQueryClient();
  const navigate = useNavigate({ from: '/tasks/$task' });
  const { variants, ranking } = list;
  const pair = pairOf(variants, ranking, asked);
  const show = (next: string | null): void =>
    void navigate({ search: { view: 'variants', ...(next !== null && { pair: next }) }, replace: true });
  const isSideBySide = asked !== undefined && pair !== null;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div
        role="group"
        aria-label="How they are compared"
        className="border-line flex flex-wrap items-center gap-1 border-b px-4 py-1.5"
      >
        <Button
          tone="quiet"
          size="small"
          aria-pressed={!isSideBySide}
          className={pressed}
          onClick={() => show(null)}
        >
          <Table2 className="size-3.5" aria-hidden /> What was measured
        </Button>
        <Button
          tone="quiet"
          size="small"
          aria-pressed={isSideBySide}
          className={pressed}
          disabled={pair === null}
          title={pair === null ? 'Fewer than two of them have changed something.' : undefined}
          onClick={() => show('best')}
        >
          <Columns2 className="size-3.5" aria-hidden /> Diffs side by side
        </Button>
      </div>
      {isSideBySide ? (
        <SideBySide variants={variants} pair={pair} onPair={([one, other]) => show(`${one}-${other}`)} />
      ) : (
        <div className="flex min-h-0 flex-1 flex-col overflow-y-auto">
          <VariantTable task={task} variants={variants} ranking={ranking} />
          <Ranking task={task} list={list} />
          <AddVariants
            task={task}
            onAdded={() => void client.invalidateQueries({ queryKey: ['variants'] })}
          />
        </div>
      )}
    </div>
  );
}

const pressed = 'aria-pressed:bg-hover aria-pressed:!text-text';
