import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import type { ComponentType } from 'react';
import { queryClient } from '../data/queries.ts';
import { Confirm } from '../ui/confirm.tsx';
import { router } from './router.tsx';
import { SessionGate } from './session-gate.tsx';

// Where it cannot be loaded, the page goes on without it.
const Toasts = lazy(async (): Promise<{ default: ComponentType }> =>
  import('../toast/toasts.tsx').then(
    (found) => ({ default: found.Toasts }),
    () => ({ default: () => null }),
  ),
);

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <SessionGate>
        <RouterProvider router={router} />
        <Confirm />
      </SessionGate>
      <Suspense>
        <Toasts />
      </Suspense>
    </QueryClientProvider>
  );
}
