// Says so when what is shown may be old, since when, and when the next try is. Nothing is shown while all is well.
import { WifiOff } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { live } from '../data/live-socket.ts';
import { Button } from '../ui/button.tsx';

/** A line that is back at once is not worth a word. */
const patienceMs = 600;

export function LiveChip() {
  const state = useSyncExternalStore(live.subscribe, () => live.state);
  const now = useNow(state.kind === 'lost');
  if (state.kind !== 'lost' || now - state.since < patienceMs) return null;
  const seconds = Math.max(0, Math.ceil((state.retryAt - now) / 1000));
  return (
    <div
      role="status"
      className="bg-warn-soft text-warn flex items-center gap-2 px-4 py-1.5 text-sm"
      data-testid="reconnecting"
    >
      <WifiOff className="size-4 shrink-0" aria-hidden />
      <span className="flex-1">
        Reconnecting{seconds > 0 ? ` in ${seconds} s` : ' …'}. What you see is from{' '}
        {new Date(state.since).toLocaleTimeString()}.
      </span>
      <Button size="small" onClick={() => live.retryNow()}>
        Try now
      </Button>
    </div>
  );
}

function useNow(isWanted: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isWanted) return undefined;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [isWanted]);
  return now;
}
