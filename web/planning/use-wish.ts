// What is being said to a project: its words, what it is, who plans, and in which directions it is done. What is half written stays.
import { useState } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { FieldProblems } from '../data/field-problems.ts';
import { useKeptText } from '../data/kept-text.ts';
import { useOnce } from '../data/once.ts';
import { areSaid, readDirections, sentOf, writeDirections } from './directions.ts';
import type { Direction } from './directions.ts';
import { useRequestChange } from './requests.ts';
import type { Kind } from './words.ts';

export const kindNames: readonly Kind[] = ['question', 'prompt', 'plan'];

export interface Wish {
  readonly text: string;
  readonly setText: (text: string) => void;
  readonly kind: Kind;
  readonly setKind: (kind: Kind) => void;
  /** Empty: the planner of the project. */
  readonly agent: string;
  readonly setAgent: (agent: string) => void;
  /** None: it is done once. */
  readonly directions: readonly Direction[];
  readonly setDirections: (directions: readonly Direction[]) => void;
  /** What the server says against the directions. */
  readonly problems: FieldProblems;
  readonly canSend: boolean;
  readonly send: () => Promise<void>;
}

export function useWish(project: string): Wish {
  const [text, setText] = useKeptText(`wish.${project}`);
  const [keptKind, setKind] = useKeptText(`wish-kind.${project}`);
  const [kept, keep] = useKeptText(`wish-directions.${project}`);
  const [agent, setAgent] = useState('');
  const [problems, setProblems] = useState(() => new FieldProblems(null));
  const { isBusy, run } = useRequestChange();
  const once = useOnce();
  const kind = kindNames.find((one) => one === keptKind) ?? 'prompt';
  // Only one wish is done in several ways; a goal has several tasks already.
  const directions = kind === 'prompt' ? readDirections(kept) : [];
  const canSend = text.trim() !== '' && !isBusy && (directions.length === 0 || areSaid(directions));
  const send = async (): Promise<void> => {
    if (!canSend) return;
    const body = {
      project,
      kind,
      text,
      ...(agent !== '' && { agent }),
      ...(directions.length > 0 && { directions: sentOf(directions) }),
    };
    setProblems(new FieldProblems(null));
    const isSent = await run(
      () => once(body, (headers) => call(endpoints.createRequest, { body, headers })),
      (error) => {
        const found = new FieldProblems(error);
        setProblems(found);
        return found.areAll('directions.');
      },
    );
    if (!isSent) return;
    setText('');
    keep('');
  };
  const setDirections = (next: readonly Direction[]): void => keep(writeDirections(next));
  return {
    text,
    setText,
    kind,
    setKind,
    agent,
    setAgent,
    directions,
    setDirections,
    problems,
    canSend,
    send,
  };
}
