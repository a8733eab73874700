// The order that a person gives to drafts: shown at once, sent one after the other, and gone when the server has it or says no.
import { useRef, useState } from 'react';
import type { ByHand } from './use-by-hand.ts';

/** `revision`: the one that is shown. */
export function useOrder(
  hand: ByHand,
  revision: number,
  onRefused: () => void,
): readonly [readonly string[] | null, (keys: readonly string[]) => void] {
  const [order, setOrder] = useState<readonly string[] | null>(null);
  const wanted = useRef<readonly string[] | null>(null);
  const isSending = useRef(false);
  const send = async (): Promise<void> => {
    let read = revision;
    for (let keys = wanted.current; keys !== null; keys = wanted.current) {
      wanted.current = null;
      const done = await hand.send({ type: 'order', keys: [...keys] }, read);
      if (done === null) {
        wanted.current = null;
        onRefused();
      } else read = done.revisions.length;
    }
    setOrder(null);
  };
  const put = (keys: readonly string[]): void => {
    setOrder(keys);
    wanted.current = keys;
    // Whoever moves on while one is on its way means the last of them.
    if (isSending.current) return;
    isSending.current = true;
    void send().finally(() => (isSending.current = false));
  };
  return [order, put];
}
