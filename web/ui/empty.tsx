import type { ReactNode } from 'react';

export function Empty({ icon, title, children }: { icon?: ReactNode; title: string; children?: ReactNode }) {
  return (
    <div className="text-muted mx-auto flex max-w-sm flex-col items-center gap-2 px-6 py-14 text-center">
      {icon !== undefined && (
        <div className="bg-sunken text-faint mb-1 grid size-11 place-items-center rounded-full">{icon}</div>
      )}
      <p className="text-text font-medium">{title}</p>
      {children}
    </div>
  );
}
