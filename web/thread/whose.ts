// Which task a thread is of, for what in it can be acted upon.
import { createContext } from 'react';

export interface ThreadTask {
  readonly id: string;
  /** Whether its agent is in the middle of something: at work, or waiting for a person’s word. */
  readonly isOpen: boolean;
}

export const ThreadTaskContext = createContext<ThreadTask>({ id: '', isOpen: false });
