// What lies over the page: one at a time, opened from anywhere.
export type Overlay = 'new-task' | 'palette' | 'shortcuts';

let current: Overlay | null = null;
const listeners = new Set<() => void>();

function set(next: Overlay | null): void {
  current = next;
  for (const listener of listeners) listener();
}

export const overlays = {
  get: (): Overlay | null => current,
  open: (overlay: Overlay): void => set(overlay),
  close: (): void => set(null),
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
