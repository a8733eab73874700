// One icon for each state, so that no state is told by its colour alone.
import {
  Archive,
  Ban,
  CircleAlert,
  CircleCheck,
  CircleCheckBig,
  CircleDashed,
  CirclePause,
  Clock3,
  GitMerge,
  LoaderCircle,
  MessageCircleQuestion,
  Rocket,
} from 'lucide-react';
import type { ComponentType, SVGProps } from 'react';
import type { CardState } from '../data/columns.ts';
import { stateWords } from '../data/words.ts';

interface Look {
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  readonly colour: string;
  readonly soft: string;
  readonly spins?: true;
}

const looks: Readonly<Record<CardState, Look>> = {
  draft: { icon: CircleDashed, colour: 'text-faint', soft: 'bg-sunken text-muted' },
  queued: { icon: Clock3, colour: 'text-faint', soft: 'bg-sunken text-muted' },
  starting: { icon: Rocket, colour: 'text-live', soft: 'bg-live-soft text-live' },
  running: { icon: LoaderCircle, colour: 'text-live', soft: 'bg-live-soft text-live', spins: true },
  waiting: { icon: MessageCircleQuestion, colour: 'text-warn', soft: 'bg-warn-soft text-warn' },
  paused: { icon: CirclePause, colour: 'text-faint', soft: 'bg-sunken text-muted' },
  ready: { icon: CircleCheck, colour: 'text-accent', soft: 'bg-accent-soft text-accent' },
  applying: { icon: GitMerge, colour: 'text-accent', soft: 'bg-accent-soft text-accent' },
  done: { icon: CircleCheckBig, colour: 'text-ok', soft: 'bg-ok-soft text-ok' },
  dismissed: { icon: Archive, colour: 'text-faint', soft: 'bg-sunken text-muted' },
  failed: { icon: CircleAlert, colour: 'text-bad', soft: 'bg-bad-soft text-bad' },
  cancelled: { icon: Ban, colour: 'text-faint', soft: 'bg-sunken text-muted' },
};

export function StateIcon({ state, className = 'size-4' }: { state: CardState; className?: string }) {
  const { icon: Icon, colour, spins } = looks[state];
  return (
    <span
      className={`inline-flex ${colour}`}
      role="img"
      aria-label={stateWords[state]}
      title={stateWords[state]}
    >
      <Icon className={`${className} ${spins === true ? 'spin-slow' : ''}`} strokeWidth={2} aria-hidden />
    </span>
  );
}

export function StatePill({ state }: { state: CardState }) {
  const { icon: Icon, soft, spins } = looks[state];
  return (
    <span className={`inline-flex items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium ${soft}`}>
      <Icon className={`size-3.5 ${spins === true ? 'spin-slow' : ''}`} aria-hidden />
      {stateWords[state]}
    </span>
  );
}
