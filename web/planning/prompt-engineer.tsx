// A task that failed goes back to the Prompt Engineer: it is a draft again at once, and the planner is told what it was asked and why
// it failed. What comes of that is read, changed and queued like every other proposal.
import { useNavigate } from '@tanstack/react-router';
import { WandSparkles } from 'lucide-react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { TaskJson } from '../../src/api/schemas.ts';
import { board } from '../data/board-store.ts';
import { call } from '../data/call.ts';
import { Button } from '../ui/button.tsx';
import { useRequestChange } from './requests.ts';

export function UpdateWithPromptEngineer({ task, isMain }: { task: TaskJson; isMain: boolean }) {
  const navigate = useNavigate();
  const { isBusy, run } = useRequestChange();
  const update = async (): Promise<void> => {
    const body = { project: task.project_id, kind: 'prompt', text: '', task: task.id } as const;
    await run(async () => {
      const { id } = await call(endpoints.createRequest, { body });
      board.refresh([task.id]);
      await navigate({ to: '/planning/$request', params: { request: id } });
    });
  };
  return (
    <Button size="small" tone={isMain ? 'primary' : 'plain'} disabled={isBusy} onClick={() => void update()}>
      <WandSparkles className="size-3.5" aria-hidden /> Update with the Prompt Engineer
    </Button>
  );
}
