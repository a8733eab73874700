// At the right of a file's head: whether a program wrote it, and whether it was looked at.
import { Check } from 'lucide-react';
import type { DiffFile } from '../diff/files-of.ts';
import type { Viewed } from '../diff/viewed.ts';

export function FileHead({
  path,
  files,
  viewed,
}: {
  path: string;
  files: readonly DiffFile[];
  viewed: Viewed;
}) {
  const file = files.find((one) => one.path === path);
  return (
    <span className="flex items-center gap-2 font-sans text-xs">
      {file?.isGenerated === true && (
        <span className="bg-hover text-muted rounded px-1.5 py-0.5">generated</span>
      )}
      <ViewedMark
        isViewed={viewed.has(path)}
        label={`${path} is viewed`}
        onToggle={() => viewed.toggle(path)}
      >
        Viewed
      </ViewedMark>
    </span>
  );
}

export function ViewedMark({
  isViewed,
  label,
  onToggle,
  children,
}: {
  isViewed: boolean;
  label: string;
  onToggle: () => void;
  children?: React.ReactNode;
}) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isViewed}
      aria-label={label}
      onClick={onToggle}
      className="text-muted hover:text-text flex h-7 min-w-7 items-center justify-center gap-1.5 rounded"
    >
      <span
        aria-hidden
        className={`grid size-4 place-items-center rounded-[5px] border ${isViewed ? 'bg-accent-fill text-on-accent border-transparent' : 'border-line-strong'}`}
      >
        {isViewed && <Check className="size-3" strokeWidth={3} />}
      </span>
      {children}
    </button>
  );
}
