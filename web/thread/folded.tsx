import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';

/** One line that opens. */
export function Folded({ label, icon, children }: { label: string; icon?: ReactNode; children: ReactNode }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="py-0.5">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
        className="text-faint hover:text-text -ml-1 flex items-center gap-1.5 rounded px-1 py-0.5 text-sm"
      >
        <ChevronRight className={`size-3.5 transition-transform ${isOpen ? 'rotate-90' : ''}`} aria-hidden />
        {icon}
        <span className="untrusted">{label}</span>
      </button>
      {isOpen && <div className="mt-1 mb-2 ml-5">{children}</div>}
    </div>
  );
}
