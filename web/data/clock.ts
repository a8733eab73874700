// One ticker for every elapsed time on the page, by the clock of the daemon: a card that says 0:00 must have just begun, also
// when this machine's clock is wrong.
let offsetMs = 0;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

export function seeServerTime(at: string): void {
  const measured = Date.parse(at) - Date.now();
  if (Math.abs(measured - offsetMs) > 2000) offsetMs = measured;
}

/** Milliseconds since 1970, as the daemon counts. */
export function serverNow(): number {
  return Date.now() + offsetMs;
}

/** Called once a second while the page is seen. */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    if (document.visibilityState === 'visible') for (const each of listeners) each();
  }, 1000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}
