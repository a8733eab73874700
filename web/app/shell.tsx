// What stands around every page: the ways to other pages, whether we are connected, and what opens from anywhere.
import { Outlet, useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { pageVersion } from '../data/version.ts';
import { overlays } from '../palette/overlays.ts';
import { useShortcuts } from '../palette/use-shortcuts.ts';
import { useAttention } from '../inbox/attention.ts';
import { useNotifications } from '../inbox/notify.ts';
import { Button } from '../ui/button.tsx';
import { LiveChip } from './live-chip.tsx';
import { Navigation } from './navigation.tsx';

const NewTask = lazy(async () => ({ default: (await import('../new-task/new-task.tsx')).NewTask }));
const Palette = lazy(async () => ({ default: (await import('../palette/palette.tsx')).Palette }));
const Sheet = lazy(async () => ({ default: (await import('../palette/shortcut-sheet.tsx')).ShortcutSheet }));
const Dock = lazy(async () => ({ default: (await import('../inbox/attention-dock.tsx')).AttentionDock }));

export function Shell() {
  const attention = useAttention();
  const navigate = useNavigate();
  const goTo = useCallback(
    (card: CardJson) => void navigate({ to: '/tasks/$task', params: { task: card.id } }),
    [navigate],
  );
  useNotifications(attention, goTo);
  useShortcuts();
  const isOld = useSyncExternalStore(pageVersion.subscribe, pageVersion.isOld);
  const open = useSyncExternalStore(overlays.subscribe, overlays.get);
  const wasOpened = useOpened(open);
  return (
    <div className="flex h-full flex-col md:flex-row">
      <a
        href="#main"
        className="bg-accent-fill text-on-accent sr-only z-50 rounded-lg px-3 py-2 focus:not-sr-only focus:absolute focus:top-2 focus:left-2"
      >
        Skip to the content
      </a>
      <Navigation attention={attention.length} />
      <div className="order-first flex min-h-0 min-w-0 flex-1 flex-col md:order-none">
        {isOld && <Outdated />}
        <LiveChip />
        <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col outline-none">
          <Outlet />
        </main>
      </div>
      <Suspense>
        {attention.some((card) => card.asks !== null) && <Dock cards={attention} />}
        {wasOpened.has('new-task') && <NewTask isOpen={open === 'new-task'} />}
        {wasOpened.has('palette') && <Palette isOpen={open === 'palette'} />}
        {wasOpened.has('shortcuts') && <Sheet isOpen={open === 'shortcuts'} />}
      </Suspense>
    </div>
  );
}

// What was open once stays loaded, so that what was half written in it is there again.
function useOpened(open: string | null): ReadonlySet<string> {
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    if (open !== null) setOpened((before) => (before.has(open) ? before : new Set([...before, open])));
  }, [open]);
  return opened;
}

function Outdated() {
  return (
    <div role="status" className="bg-accent-soft text-accent flex items-center gap-3 px-4 py-1.5 text-sm">
      <span className="flex-1">Tasklane was updated. Reload for the new page.</span>
      <Button size="small" onClick={() => location.reload()}>
        Reload
      </Button>
    </div>
  );
}
