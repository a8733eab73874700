// Ends one subagent; its agent hears that, and goes on without it.
import { Square } from 'lucide-react';
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { sayError } from '../data/run-action.ts';
import { Button } from '../ui/button.tsx';

export function StopSubagent({ task, run, name }: { task: string; run: string; name: string }) {
  const [isBusy, setBusy] = useState(false);
  const stop = async (): Promise<void> => {
    setBusy(true);
    try {
      // Its end comes through the log.
      await call(endpoints.stopSubagentRun, { params: { task, run } });
    } catch (error) {
      sayError(error);
      setBusy(false);
    }
  };
  return (
    <Button
      size="small"
      aria-label={`Stop ${name}`}
      title="Its agent hears that it was cancelled, and goes on without it"
      disabled={isBusy}
      onClick={() => void stop()}
    >
      <Square className="size-3" aria-hidden /> Stop
    </Button>
  );
}
