// A button that shows and hides what is below it, with the heading of that as its text.
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';

export function Disclosure({
  isOpen,
  onToggle,
  className = '',
  children,
}: {
  isOpen: boolean;
  onToggle: () => void;
  className?: string;
  children: ReactNode;
}) {
  return (
    <button
      type="button"
      aria-expanded={isOpen}
      onClick={onToggle}
      className={`flex min-w-0 flex-1 items-center gap-2 rounded-lg text-left ${className}`}
    >
      <ChevronRight className={`text-faint size-4 shrink-0 ${isOpen ? 'rotate-90' : ''}`} aria-hidden />
      <span className="min-w-0">{children}</span>
    </button>
  );
}
