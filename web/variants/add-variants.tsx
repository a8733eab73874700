// Has one thing attempted once more: by another agent, with another model, or from another prompt.
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { useOnce } from '../data/once.ts';
import { useAgents } from '../data/queries.ts';
import { sayError } from '../data/run-action.ts';
import { Button } from '../ui/button.tsx';

export function AddVariants({ task, onAdded }: { task: TaskJson; onAdded: () => void }) {
  const agents = useAgents().data ?? [];
  const [agent, setAgent] = useState('');
  const [model, setModel] = useState('');
  const [prompt, setPrompt] = useState('');
  const [isBusy, setBusy] = useState(false);
  const once = useOnce();
  const add = async (): Promise<void> => {
    setBusy(true);
    try {
      const variant = {
        ...(agent !== '' && { agent }),
        ...(model.trim() !== '' && { model: model.trim() }),
        ...(prompt.trim() !== '' && { prompt }),
      };
      const body = { variants: [variant] };
      const { variants } = await once([task.id, body], (headers) =>
        call(endpoints.addVariants, { params: { task: task.id }, body, headers }),
      );
      board.refresh(variants.map((one) => one.id));
      setPrompt('');
      onAdded();
    } catch (error) {
      sayError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form
      aria-label="Another variant"
      className="mx-auto flex w-full max-w-xl flex-col gap-3 px-4 py-8"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <h2 className="font-medium">Attempt it once more</h2>
      <p className="text-muted text-sm">
        A variant is a task of its own with the same checks, limits and files. What you leave empty stays the
        same. Compare them here, and keep one.
      </p>
      <label className="text-sm font-medium">
        Agent
        <select value={agent} onChange={(event) => setAgent(event.target.value)} className={field}>
          <option value="">The same: {task.agent}</option>
          {agents.map((one) => (
            <option key={one.name}>{one.name}</option>
          ))}
        </select>
      </label>
      <label className="text-sm font-medium">
        Model
        <input
          value={model}
          onChange={(event) => setModel(event.target.value)}
          placeholder="PROVIDER/ID"
          className={field}
        />
      </label>
      <label className="text-sm font-medium">
        Prompt
        <textarea
          rows={3}
          value={prompt}
          maxLength={100_000}
          onChange={(event) => setPrompt(event.target.value)}
          className={field}
        />
      </label>
      <Button type="submit" tone="primary" className="self-end" disabled={isBusy}>
        Add a variant
      </Button>
    </form>
  );
}

const field = 'bg-surface border-line-strong mt-1 w-full rounded-lg border px-2.5 py-1.5 text-sm font-normal';
