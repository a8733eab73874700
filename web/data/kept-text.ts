// Text that is half written. It outlives the page, the tab and the browser, until it is sent.
import { useEffect, useState } from 'react';

/** `key` names the place it is written in. An empty text is forgotten. */
export function useKeptText(key: string): readonly [string, (text: string) => void] {
  const [kept, setKept] = useState(() => ({ key, text: keptText(key) }));
  const current = kept.key === key ? kept : { key, text: keptText(key) };
  useEffect(() => {
    // What was never changed here is not written: another tab may be at it.
    if (kept.key === key) keepText(key, kept.text);
  }, [key, kept]);
  return [current.text, (text) => setKept({ key, text })];
}

function keptText(key: string): string {
  try {
    return localStorage.getItem(nameOf(key)) ?? '';
  } catch {
    return ''; // storage is switched off
  }
}

function keepText(key: string, text: string): void {
  try {
    if (text === '') localStorage.removeItem(nameOf(key));
    else localStorage.setItem(nameOf(key), text);
  } catch {
    // Too long for the storage, or it is switched off: it lasts as long as the page.
  }
}

function nameOf(key: string): string {
  return `tasklane.text.${key}`;
}
