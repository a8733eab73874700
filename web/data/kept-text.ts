// What is half written, kept for as long as the tab is open.
import { useEffect, useState } from 'react';

export function useKeptText(key: string): readonly [string, (text: string) => void] {
  const [text, setText] = useState(() => {
    try {
      return sessionStorage.getItem(key) ?? '';
    } catch {
      return '';
    }
  });
  useEffect(() => {
    try {
      if (text === '') sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, text);
    } catch {
      // Too long, or no storage: it lasts as long as the page.
    }
  }, [key, text]);
  return [text, setText];
}
