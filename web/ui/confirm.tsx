import { lazy, Suspense, useEffect, useState, useSyncExternalStore } from 'react';
import { confirmation } from '../data/confirm-store.ts';

const Box = lazy(async () => ({ default: (await import('./confirm-box.tsx')).ConfirmBox }));

/** Shows the question that waits for an answer, wherever it was asked. It is loaded with the first one. */
export function Confirm() {
  const asked = useSyncExternalStore(confirmation.subscribe, confirmation.get);
  const [wasAsked, setWasAsked] = useState(false);
  useEffect(() => {
    if (asked !== null) setWasAsked(true);
  }, [asked]);
  return wasAsked ? (
    <Suspense>
      <Box asked={asked} />
    </Suspense>
  ) : null;
}
