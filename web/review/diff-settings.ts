// How somebody likes to read diffs, kept in the browser.
import { useState } from 'react';

export interface DiffSettings {
  readonly layout: 'split' | 'unified';
  readonly ignoresSpace: boolean;
}

const key = 'tasklane.diff';

export function useDiffSettings(): readonly [DiffSettings, (change: Partial<DiffSettings>) => void] {
  const [settings, setSettings] = useState(kept);
  const change = (more: Partial<DiffSettings>): void => {
    const next = { ...settings, ...more };
    setSettings(next);
    try {
      localStorage.setItem(key, JSON.stringify(next));
    } catch {
      // They last as long as the page.
    }
  };
  return [settings, change];
}

function kept(): DiffSettings {
  const usual: DiffSettings = { layout: 'unified', ignoresSpace: false };
  try {
    const found: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof found !== 'object' || found === null) return usual;
    return {
      // On a phone two columns of code are none.
      layout: 'layout' in found && found.layout === 'split' && !isNarrow() ? 'split' : 'unified',
      ignoresSpace: 'ignoresSpace' in found && found.ignoresSpace === true,
    };
  } catch {
    return usual;
  }
}

function isNarrow(): boolean {
  return window.matchMedia('(max-width: 60rem)').matches;
}
