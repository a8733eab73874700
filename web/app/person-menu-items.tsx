import { useNavigate } from '@tanstack/react-router';
import { Bell, BellOff, Keyboard, LogOut, Monitor, Moon, Settings, Sun, Trash2 } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { toast } from '../toast/toast.ts';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { notifying } from '../inbox/notify.ts';
import { keepToken } from '../data/session.ts';
import { overlays } from '../palette/overlays.ts';
import { Menu, MenuItem, MenuLabel, MenuLine, MenuRadio } from '../ui/menu.tsx';
import { theme } from '../ui/theme.ts';
import type { Theme } from '../ui/theme.ts';

/** The theme, the keys, and the way out. */
export function PersonMenuItems({ trigger }: { trigger: ReactElement }) {
  const chosen = useSyncExternalStore(theme.subscribe, theme.get);
  const notify = useSyncExternalStore(notifying.subscribe, notifying.get);
  const turnNotifications = async (): Promise<void> => {
    const now = await notifying.turn(notify !== 'on');
    if (now === 'on') toast.success('You are told on the desktop when a task needs you');
    else if (now === 'off') toast.success('Nothing is told on the desktop any more');
    else
      toast.error('This browser allows no notifications here', {
        description: 'Change it in its settings for this page.',
      });
  };
  const navigate = useNavigate();
  const signOut = async (): Promise<void> => {
    await call(endpoints.logout).catch(() => undefined); // who cannot be reached is left all the same
    keepToken(null);
    await navigate({ to: '/' });
    location.reload();
  };
  return (
    <Menu label="You and this page" side="top" trigger={trigger}>
      <MenuLabel>Theme</MenuLabel>
      <MenuRadio<Theme>
        value={chosen}
        onChange={theme.set}
        choices={[
          { value: 'system', label: 'As the system', icon: Monitor },
          { value: 'light', label: 'Light', icon: Sun },
          { value: 'dark', label: 'Dark', icon: Moon },
        ]}
      />
      <MenuLine />
      <MenuItem icon={notify === 'on' ? BellOff : Bell} onSelect={() => void turnNotifications()}>
        {notify === 'on' ? 'Stop desktop notifications' : 'Notify me on the desktop'}
      </MenuItem>
      <MenuItem
        icon={Settings}
        hint="G S"
        onSelect={() => void navigate({ to: '/settings/$section', params: { section: 'projects' } })}
      >
        Settings
      </MenuItem>
      <MenuItem icon={Trash2} onSelect={() => void navigate({ to: '/trash' })}>
        Trash
      </MenuItem>
      <MenuItem icon={Keyboard} hint="?" onSelect={() => overlays.open('shortcuts')}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
