import { useState } from 'react';
import { plainText } from '../ui/plain-text.ts';

const usualLines = 40;
/** More would make the page slow; the whole is in the log. */
const mostCharacters = 200_000;

/** What a program printed: its end, and all of it when it is asked for. */
export function OutputBox({ text }: { text: string }) {
  const [isWhole, setWhole] = useState(false);
  const lines = plainText(text.slice(-mostCharacters)).trimEnd().split('\n');
  const hidden = isWhole ? 0 : Math.max(0, lines.length - usualLines);
  return (
    <div className="bg-sunken border-line overflow-hidden rounded-lg border">
      {hidden > 0 && (
        <button
          type="button"
          onClick={() => setWhole(true)}
          className="text-muted hover:bg-hover border-line w-full border-b px-3 py-1 text-left text-xs"
        >
          Show {hidden} lines before
        </button>
      )}
      <pre
        tabIndex={0}
        className="untrusted max-h-[50vh] overflow-auto px-3 py-2 font-mono text-xs leading-relaxed whitespace-pre-wrap"
      >
        {lines.slice(hidden).join('\n')}
      </pre>
    </div>
  );
}
