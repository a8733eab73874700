// Dark, light, or as the system says. public/theme.js sets it before the first paint.
export type Theme = 'system' | 'light' | 'dark';

const key = 'tasklane.theme';
const listeners = new Set<() => void>();

export const theme = {
  get: (): Theme => {
    const chosen = document.documentElement.dataset['theme'];
    return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
  },
  set: (chosen: Theme): void => {
    if (chosen === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = chosen;
    try {
      localStorage.setItem(key, chosen);
    } catch {
      // It lasts as long as the page.
    }
    for (const listener of listeners) listener();
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
