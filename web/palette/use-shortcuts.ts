// The keys that work on every page.
import { useNavigate } from '@tanstack/react-router';
import { useEffect } from 'react';
import { isTyping } from './is-typing.ts';
import { overlays } from './overlays.ts';

const pages: Readonly<Record<string, '/' | '/inbox' | '/queue' | '/usage' | '/graph' | '/jobs'>> = {
const pages: Readonly<Record<string, '/' | '/planning' | '/inbox' | '/queue' | '/usage'>> = {
  b: '/',
  p: '/planning',
  i: '/inbox',
  q: '/queue',
  u: '/usage',
  d: '/graph',
  j: '/jobs',
};

/** How long the first key of two is remembered, in milliseconds. */
const betweenKeysMs = 1200;

export function useShortcuts(): void {
  const navigate = useNavigate();
  useEffect(() => {
    let goesAt = -Infinity;
    const onKey = (event: KeyboardEvent): void => {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        return overlays.get() === 'palette' ? overlays.close() : overlays.open('palette');
      }
      if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
      const isSecond = performance.now() - goesAt < betweenKeysMs;
      const page = isSecond ? pages[event.key] : undefined;
      goesAt = event.key === 'g' ? performance.now() : -Infinity;
      if (page !== undefined) return void navigate({ to: page });
      if (isSecond && event.key === 's')
        return void navigate({ to: '/settings/$section', params: { section: 'projects' } });
      if (event.key === 'c') overlays.open('new-task');
      else if (event.key === '?') overlays.open('shortcuts');
      else if (event.key === '/') document.getElementById('board-search')?.focus();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [navigate]);
}
