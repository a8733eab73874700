import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { Toaster } from 'sonner';
import { queryClient } from '../data/queries.ts';
import { Confirm } from '../ui/confirm.tsx';
import { router } from './router.tsx';
import { SessionGate } from './session-gate.tsx';

export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <SessionGate>
        <RouterProvider router={router} />
        <Confirm />
      </SessionGate>
      <Toaster
        position="bottom-right"
        theme="system"
        toastOptions={{
          classNames: {
            toast: '!bg-raised !text-text !border-line !shadow-pop',
            description: '!text-muted',
          },
        }}
      />
    </QueryClientProvider>
  );
}
