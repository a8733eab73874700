// A question that must be answered before something is done that cannot be taken back.
export interface Question {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly isDangerous: boolean;
}

export interface Asked extends Question {
  readonly answer: (isSure: boolean) => void;
}

let asked: Asked | null = null;
const listeners = new Set<() => void>();

function set(next: Asked | null): void {
  asked = next;
  for (const listener of listeners) listener();
}

/** Resolves to whether the person is sure. */
export async function askFirst(question: Question): Promise<boolean> {
  return new Promise((resolve) => {
    set({
      ...question,
      answer: (isSure) => {
        set(null);
        resolve(isSure);
      },
    });
  });
}

export const confirmation = {
  get: (): Asked | null => asked,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
};
