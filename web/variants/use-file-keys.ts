// N and P go from file to file, as in a review.
import { useEffect } from 'react';
import { isTyping } from '../palette/is-typing.ts';

export function useFileKeys(
  files: readonly { readonly path: string }[],
  current: string | null,
  onShow: (path: string) => void,
): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
      const step = { n: 1, p: -1 }[event.key];
      const next = files[files.findIndex(({ path }) => path === current) + (step ?? 0)];
      if (step === undefined || next === undefined) return;
      event.preventDefault();
      onShow(next.path);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [files, current, onShow]);
}
