// The workers that colour code. One pool for the page.
import { WorkerPoolContextProvider } from '@pierre/diffs/react';
import type { ReactNode } from 'react';
// eslint-disable-next-line import/default -- Vite makes it: the address of the worker.
import WorkerUrl from '@pierre/diffs/worker/worker.js?worker&url';
import { themes } from './options.ts';

const pool = {
  poolSize: 2,
  workerFactory: () => new Worker(WorkerUrl, { type: 'module' }),
};

const highlighter = { theme: themes, preferredHighlighter: 'highlights' } as const;

export function Highlighting({ children }: { children: ReactNode }) {
  return (
    <WorkerPoolContextProvider poolOptions={pool} highlighterOptions={highlighter}>
      {children}
    </WorkerPoolContextProvider>
  );
}
