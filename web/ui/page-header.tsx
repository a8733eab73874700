import type { ReactNode } from 'react';

export function PageHeader({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <header className="border-line flex min-h-13 flex-wrap items-center gap-3 border-b px-4 py-2 md:px-6">
      <h1 className="text-[0.9375rem] font-semibold tracking-tight">{title}</h1>
      {children}
    </header>
  );
}
