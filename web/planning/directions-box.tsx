// In how many ways a prompt is done when it is queued: once, or once in each of several directions, of which one result is kept.
import { Signpost } from 'lucide-react';
import { useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { plainText } from '../ui/plain-text.ts';
import { Button } from '../ui/button.tsx';
import { DirectionsDialog } from './directions-dialog.tsx';
import { inWords } from './directions.ts';

export function DirectionsBox({ request, canChange }: { request: RequestJson; canChange: boolean }) {
  const [isOpen, setOpen] = useState(false);
  const { directions } = request;
  if (directions.length === 0 && !canChange) return null;
  return (
    <section
      aria-label="Directions"
      className="border-line flex flex-wrap items-start gap-3 rounded-xl border px-4 py-3"
    >
      <Signpost className="text-faint mt-0.5 size-4 shrink-0" aria-hidden />
      {directions.length === 0 ? (
        <p className="text-muted min-w-0 flex-1 text-sm">
          It is done once. To compare designs, have it done in several directions and keep one.
        </p>
      ) : (
        <div className="min-w-0 flex-1 text-sm">
          <p>Done once in each of these directions, to keep one:</p>
          <ol className="mt-1 list-inside list-decimal">
            {directions.map((direction, index) => (
              <li key={index} className="untrusted">
                {plainText(inWords(direction))}
              </li>
            ))}
          </ol>
        </div>
      )}
      {canChange && (
        <Button size="small" onClick={() => setOpen(true)}>
          {directions.length === 0 ? 'Several directions…' : 'Change…'}
        </Button>
      )}
      {isOpen && <DirectionsDialog request={request} onClose={() => setOpen(false)} />}
    </section>
  );
}
