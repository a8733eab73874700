// The beginning of a command's output as text, for people and for a log that must stay small, however much it prints.
import { StringDecoder } from 'node:string_decoder';

/** In characters; what a log keeps of one command. */
export const maxShown = 1024 * 1024;

export interface FirstOutput {
  /** Is given the text, at most `max` characters of it, then `more` once where there is more. */
  readonly show: (text: string) => void;
  readonly more: string;
  readonly max?: number;
  /** Is given all of it. */
  readonly keep?: (text: string) => void;
  /** What becomes of each piece before anybody sees it. */
  readonly clean?: (text: string) => string;
}

/** To be given the output as it comes. A character that the end of a chunk cuts in two is put together again. */
export function firstOutput({
  show,
  more,
  max = maxShown,
  keep,
  clean,
}: FirstOutput): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let left = max;
  return (chunk) => {
    const decoded = decoder.write(chunk);
    const text = clean?.(decoded) ?? decoded;
    if (text === '') return;
    keep?.(text);
    if (left < 0) return;
    if (text.length <= left) {
      left -= text.length;
      show(text);
      return;
    }
    if (left > 0) show(text.slice(0, left));
    left = -1;
    show(more);
  };
}
