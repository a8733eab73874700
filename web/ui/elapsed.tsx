// How long something has gone on. The ticker writes the text itself: a board of running tasks renders nothing every second.
import { useEffect, useRef } from 'react';
import { onTick, serverNow } from '../data/clock.ts';
import { agoWords, elapsedWords } from '../data/words.ts';

/** Made once: making one for each card takes longer than all else of it. */
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

export function Elapsed({ since, isAgo = false }: { since: string; isAgo?: boolean }) {
  const element = useRef<HTMLTimeElement>(null);
  const words = (): string => (isAgo ? agoWords : elapsedWords)(serverNow() - Date.parse(since));
  useEffect(() => {
    const write = (): void => {
      const text = words();
      if (element.current !== null && element.current.textContent !== text)
        element.current.textContent = text;
    };
    write();
    return onTick(write);
  });
  return (
    <time ref={element} dateTime={since} title={exact.format(new Date(since))} className="tabular-nums">
      {words()}
    </time>
  );
}
