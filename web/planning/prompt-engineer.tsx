// A task that failed goes back to the Prompt Engineer: it is a draft again, and its prompt with what went wrong stands in the box
// of the main thread, to be read, changed and sent.
import { useNavigate } from '@tanstack/react-router';
import { WandSparkles } from 'lucide-react';
import type { TaskJson } from '../../src/api/schemas.ts';
import { actionNamed } from '../data/actions.ts';
import { keepText, keptText } from '../data/kept-text.ts';
import { runAction } from '../data/run-action.ts';
import { Button } from '../ui/button.tsx';
import { updateText } from './update-text.ts';

export function UpdateWithPromptEngineer({ task, isMain }: { task: TaskJson; isMain: boolean }) {
  const navigate = useNavigate();
  const update = async (): Promise<void> => {
    const replan = actionNamed('replan');
    const text = updateText(task);
    if (replan === undefined || !(await runAction(replan, [task]))) return;
    const key = `wish.${task.project_name}`;
    const half = keptText(key);
    // What somebody has half written there stays below it.
    keepText(key, half.trim() === '' ? text : `${text}\n\n${half}`);
    keepText(`wish-kind.${task.project_name}`, 'prompt');
    await navigate({ to: '/planning', search: { project: task.project_name } });
  };
  return (
    <Button size="small" tone={isMain ? 'primary' : 'plain'} onClick={() => void update()}>
      <WandSparkles className="size-3.5" aria-hidden /> Update with the Prompt Engineer
    </Button>
  );
}
