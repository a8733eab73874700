// Has an agent compare what came of the variants.
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import type { VariantListJson } from '../../src/api/variant-schemas.ts';
import { call } from '../data/call.ts';
import { useChange } from '../data/use-change.ts';
import { countWords } from '../data/words.ts';
import { AgentOptions } from '../ui/agent-options.tsx';
import { Button } from '../ui/button.tsx';

export function AskJudge({ task, list }: { task: TaskJson; list: VariantListJson }) {
  const [agent, setAgent] = useState('');
  const [model, setModel] = useState('');
  const change = useChange('variants');
  const finished = list.variants.filter((one) => one.verification !== null && hasEnded(one.state)).length;
  const ask = async (): Promise<void> => {
    const body = { ...(agent !== '' && { agent }), ...(model.trim() !== '' && { model: model.trim() }) };
    await change.run(() => call(endpoints.judgeVariants, { params: { task: task.id }, body }));
  };
  return (
    <form
      aria-label="Ask a judge"
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void ask();
      }}
    >
      <p className="text-muted text-sm">
        {finished < 2
          ? `A judge compares two or more with finished work; ${countWords(finished, 'variant has', 'variants have')} some.`
          : 'An agent that only reads puts them into an order, and cites evidence that is held against what was measured. It is not told who made which, and picks nothing.'}
      </p>
      <div className="flex flex-wrap items-end gap-3">
        <label className="min-w-40 flex-1 text-sm font-medium">
          Judge
          <select value={agent} onChange={(event) => setAgent(event.target.value)} className={field}>
            <AgentOptions none="The agent of the settings" />
          </select>
        </label>
        <label className="min-w-40 flex-1 text-sm font-medium">
          Model of the judge
          <input
            value={model}
            onChange={(event) => setModel(event.target.value)}
            placeholder="PROVIDER/ID"
            className={field}
          />
        </label>
        <Button type="submit" disabled={change.isBusy || finished < 2}>
          {list.ranking === null ? 'Ask a judge' : 'Ask again'}
        </Button>
      </div>
    </form>
  );
}

const field = 'bg-surface border-line-strong mt-1 w-full rounded-lg border px-2.5 py-1.5 text-sm font-normal';

function hasEnded(state: string): boolean {
  return ['ready', 'applying', 'done', 'failed'].includes(state);
}
