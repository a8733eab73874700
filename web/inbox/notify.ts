// A word on the desktop when a person is needed and looks elsewhere. Only for who has asked for it, in this browser.
import { useEffect, useRef } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { board } from '../data/board-store.ts';
import { failureWords } from '../data/words.ts';
import { plainText } from '../ui/plain-text.ts';

const key = 'tasklane.notify';
const listeners = new Set<() => void>();
let inMemory = false;

export type NotifyState = 'on' | 'off' | 'denied' | 'unavailable';

function isWanted(): boolean {
  try {
    return localStorage.getItem(key) === 'yes';
  } catch {
    return inMemory;
  }
}

function keep(wanted: boolean): void {
  inMemory = wanted;
  try {
    localStorage.setItem(key, wanted ? 'yes' : 'no');
  } catch {
    // It lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

export const notifying = {
  get: (): NotifyState => {
    if (!('Notification' in window)) return 'unavailable';
    if (Notification.permission === 'denied') return 'denied';
    return isWanted() && Notification.permission === 'granted' ? 'on' : 'off';
  },
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  /** Asks the browser for leave the first time. Resolves to what it is then. */
  turn: async (wanted: boolean): Promise<NotifyState> => {
    if (wanted && notifying.get() === 'off') await Notification.requestPermission();
    keep(wanted && 'Notification' in window && Notification.permission === 'granted');
    return notifying.get();
  },
};

/** What a person is told: the name of the task first, then what it wants. */
export function wordsFor(card: CardJson): { readonly title: string; readonly body: string } {
  const title = `#${card.number} ${plainText(card.title)}`;
  switch (card.state) {
    case 'waiting':
      return { title, body: plainText(card.question ?? 'It waits for you.') };
    case 'failed':
      return {
        title,
        body: `${failureWords(card.failure?.kind ?? 'other')}: ${plainText(card.failure?.message ?? '')}`,
      };
    default:
      return { title, body: card.notice === null ? 'Ready for review.' : plainText(card.notice.message) };
  }
}

/** What needs a person since the last look, and did not before: by its id and since when. */
export function newlyNeeding(before: ReadonlySet<string>, cards: readonly CardJson[]): readonly CardJson[] {
  return cards.filter((card) => !before.has(markOf(card)));
}

export function markOf(card: CardJson): string {
  return `${card.id} ${card.state} ${card.state_since}`;
}

export function useNotifications(cards: readonly CardJson[], go: (card: CardJson) => void): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (board.loading.kind !== 'ready') return;
    const before = known.current;
    known.current = new Set(cards.map(markOf));
    // What was there when the page was opened is no news.
    if (before === null || document.hasFocus() || notifying.get() !== 'on') return;
    for (const card of newlyNeeding(before, cards).slice(0, 3)) {
      const { title, body } = wordsFor(card);
      // Several tabs say the same thing once.
      const shown = new Notification(title, { body, tag: card.id, icon: '/favicon.svg' });
      shown.addEventListener('click', () => {
        window.focus();
        go(card);
        shown.close();
      });
    }
  }, [cards, go]);
}
