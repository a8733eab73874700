// A page that is older than its daemon says so instead of guessing what newer answers mean.
let isOld = false;
const listeners = new Set<() => void>();

export function seeVersion(version: string | null): void {
  if (isOld || version === null || version === __VERSION__) return;
  isOld = true;
  for (const listener of listeners) listener();
}

export const pageVersion = {
  isOld: (): boolean => isOld,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
