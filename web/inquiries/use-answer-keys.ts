// Answers what an agent asks with one key.
import { useEffect, useRef } from 'react';
import { codeOf } from './answers.ts';
import type { Answer } from './answers.ts';

/** A key that was meant for something else must not answer what appeared a moment ago, in milliseconds. */
const restMs = 700;

/**
 * With Alt, so that they work while something is being written. By their place on the keyboard: on a Mac Alt makes other letters.
 * Without answers nothing is listened to.
 */
export function useAnswerKeys(
  answers: readonly Answer[],
  onAnswer: (answer: Answer) => void,
  onLater?: () => void,
): void {
  const shownAt = useRef(performance.now());
  const first = answers[0]?.label;
  // Other answers: another question has taken the place.
  useEffect(() => {
    shownAt.current = performance.now();
  }, [first]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!event.altKey || event.ctrlKey || event.metaKey || event.repeat) return;
      const answer = answers.find(({ key }) => codeOf(key) === event.code);
      const isLater = answer === undefined && onLater !== undefined && event.code === 'KeyL';
      if (answer === undefined && !isLater) return;
      event.preventDefault();
      if (answer === undefined) onLater?.();
      else if (performance.now() - shownAt.current > restMs) onAnswer(answer);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  });
}
