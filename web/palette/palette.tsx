// Every page, task and action by a few letters.
import { useNavigate } from '@tanstack/react-router';
import type { UseNavigateResult } from '@tanstack/react-router';
import { Command } from 'cmdk';
import {
  Activity,
  CalendarClock,
  ChartNoAxesColumn,
  FileInput,
  Inbox,
  Kanban,
  Keyboard,
  ListOrdered,
  MessagesSquare,
  Moon,
  Network,
  Plus,
  Settings,
  Sun,
  Trash2,
} from 'lucide-react';
import { useState } from 'react';
import type { ComponentType, SVGProps } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { theme } from '../ui/theme.ts';
import { actionsFor } from '../data/actions.ts';
import { board } from '../data/board-store.ts';
import { runAction } from '../data/run-action.ts';
import { Dialog } from '../ui/dialog.tsx';
import { StateIcon } from '../ui/state-icon.tsx';
import { overlays } from './overlays.ts';

const mostTasks = 30;

export function Palette({ isOpen }: { isOpen: boolean }) {
  const [text, setText] = useState('');
  const close = (): void => {
    overlays.close();
    setText('');
  };
  return (
    <Dialog title="Search and commands" isOpen={isOpen} onClose={close} isBare>
      <Command loop shouldFilter={false} label="Search and commands" className="flex min-h-0 flex-col">
        <Command.Input
          autoFocus
          value={text}
          onValueChange={setText}
          placeholder="Search tasks, or type a command"
          className="border-line placeholder:text-faint h-12 w-full border-b bg-transparent px-5 text-[0.9375rem] outline-none"
        />
        <Command.List className="max-h-[50vh] overflow-y-auto p-2">
          <Command.Empty className="text-muted px-3 py-8 text-center text-sm">Nothing fits.</Command.Empty>
          <Groups text={text} close={close} />
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Groups({ text, close }: { text: string; close: () => void }) {
  const navigate = useNavigate();
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (of: string): boolean => words.every((word) => of.toLowerCase().includes(word));
  const run = (work: () => unknown) => () => {
    close();
    work();
  };
  const here = cardHere();
  const actions = here === undefined ? [] : actionsFor(here).filter((one) => fits(one.label));
  const tasks = tasksThatFit(fits);
  const commands = commandsOf(navigate).filter((one) => fits(one.label));
  return (
    <>
      {here !== undefined && actions.length > 0 && (
        <Command.Group heading={`#${here.number} ${here.title}`} className={groupLook}>
          {actions.map((action) => (
            <Command.Item
              key={action.name}
              onSelect={run(() => runAction(action, [here]))}
              className={itemLook}
            >
              <span className="flex-1">{action.label}</span>
              <span className="text-faint text-xs">{action.key}</span>
            </Command.Item>
          ))}
        </Command.Group>
      )}
      {commands.length > 0 && (
        <Command.Group heading="Go and do" className={groupLook}>
          {commands.map(({ label, icon: Icon, run: work, hint }) => (
            <Command.Item key={label} onSelect={run(work)} className={itemLook}>
              <Icon className="text-faint size-4" aria-hidden />
              <span className="flex-1">{label}</span>
              <span className="text-faint text-xs">{hint}</span>
            </Command.Item>
          ))}
        </Command.Group>
      )}
      {tasks.length > 0 && (
        <Command.Group heading="Tasks" className={groupLook}>
          {tasks.map((card) => (
            <Command.Item
              key={card.id}
              value={card.id}
              onSelect={run(() => navigate({ to: '/tasks/$task', params: { task: card.id } }))}
              className={itemLook}
            >
              <StateIcon state={card.state} />
              <span className="text-faint tabular-nums">#{card.number}</span>
              <span className="untrusted flex-1 truncate">{card.title}</span>
              <span className="text-faint text-xs">{card.project_name}</span>
            </Command.Item>
          ))}
        </Command.Group>
      )}
    </>
  );
}

const itemLook =
  'data-[selected=true]:bg-hover flex h-9 cursor-default items-center gap-2.5 rounded-lg px-3 text-sm';
const groupLook =
  '[&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:truncate [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium';

function tasksThatFit(fits: (text: string) => boolean): readonly CardJson[] {
  const found: CardJson[] = [];
  for (const card of board.cards.values()) {
    if (fits(`#${card.number} ${card.title} ${card.project_name} ${card.state}`)) found.push(card);
    if (found.length === mostTasks) break;
  }
  return found;
}

/** The task whose page is open. */
function cardHere(): CardJson | undefined {
  const [, id] = /^\/tasks\/([^/]+)/.exec(location.pathname) ?? [];
  return id === undefined ? undefined : board.cards.get(decodeURIComponent(id));
}

interface PaletteCommand {
  readonly label: string;
  readonly hint?: string;
  readonly icon: ComponentType<SVGProps<SVGSVGElement>>;
  readonly run: () => void;
}

type Page =
  | '/'
  | '/planning'
  | '/planning/schedules'
  | '/planning/intake'
  | '/inbox'
  | '/queue'
  | '/usage'
  | '/graph'
  | '/jobs'
  | '/trash';

function commandsOf(navigate: UseNavigateResult<string>): readonly PaletteCommand[] {
  const go = (to: Page): unknown => navigate({ to });
  const set = (section: string): unknown => navigate({ to: '/settings/$section', params: { section } });
  return [
    { label: 'New task', hint: 'C', icon: Plus, run: () => overlays.open('new-task') },
    { label: 'Board', hint: 'G B', icon: Kanban, run: () => go('/') },
    { label: 'Planning', hint: 'G P', icon: MessagesSquare, run: () => go('/planning') },
    { label: 'Schedules', icon: CalendarClock, run: () => go('/planning/schedules') },
    { label: 'Intake: issues, checklists, trackers', icon: FileInput, run: () => go('/planning/intake') },
    { label: 'Inbox', hint: 'G I', icon: Inbox, run: () => go('/inbox') },
    { label: 'Queue', hint: 'G Q', icon: ListOrdered, run: () => go('/queue') },
    { label: 'Usage', hint: 'G U', icon: ChartNoAxesColumn, run: () => go('/usage') },
    { label: 'Dependencies', hint: 'G D', icon: Network, run: () => go('/graph') },
    { label: 'Jobs', hint: 'G J', icon: Activity, run: () => go('/jobs') },
    { label: 'Settings: projects', hint: 'G S', icon: Settings, run: () => set('projects') },
    { label: 'Settings: agents', icon: Settings, run: () => set('agents') },
    { label: 'Settings: subagents', icon: Settings, run: () => set('subagents') },
    { label: 'Settings: templates', icon: Settings, run: () => set('templates') },
    { label: 'Settings: people', icon: Settings, run: () => set('people') },
    { label: 'Settings: tokens', icon: Settings, run: () => set('tokens') },
    { label: 'Settings: webhooks', icon: Settings, run: () => set('webhooks') },
    { label: 'Trash', icon: Trash2, run: () => go('/trash') },
    { label: 'Dark theme', icon: Moon, run: () => theme.set('dark') },
    { label: 'Light theme', icon: Sun, run: () => theme.set('light') },
    { label: 'Keyboard shortcuts', hint: '?', icon: Keyboard, run: () => overlays.open('shortcuts') },
  ];
}
