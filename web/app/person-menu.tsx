import { useNavigate } from '@tanstack/react-router';
import { CircleUser, Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { useMe } from '../data/queries.ts';
import { keepToken } from '../data/session.ts';
import { overlays } from '../palette/overlays.ts';
import { Menu, MenuItem, MenuLabel, MenuLine, MenuRadio } from '../ui/menu.tsx';
import { theme } from '../ui/theme.ts';
import type { Theme } from '../ui/theme.ts';

export function PersonMenu() {
  const me = useMe().data;
  const chosen = useSyncExternalStore(theme.subscribe, theme.get);
  const navigate = useNavigate();
  const signOut = async (): Promise<void> => {
    await call(endpoints.logout).catch(() => undefined); // who cannot be reached is left all the same
    keepToken(null);
    await navigate({ to: '/' });
    location.reload();
  };
  return (
    <div className="flex items-center px-1 md:border-line md:border-t md:px-2.5 md:py-2.5">
      <Menu
        label="You and this page"
        side="top"
        trigger={
          <button
            type="button"
            className="text-muted hover:bg-hover hover:text-text flex h-9 items-center gap-2.5 rounded-lg px-2.5 text-sm md:w-full"
          >
            <CircleUser className="size-5 md:size-4" aria-hidden />
            <span className="untrusted sr-only truncate md:not-sr-only">{me?.user.name ?? 'You'}</span>
          </button>
        }
      >
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
        <MenuItem icon={Keyboard} hint="?" onSelect={() => overlays.open('shortcuts')}>
          Keyboard shortcuts
        </MenuItem>
        <MenuItem icon={LogOut} onSelect={() => void signOut()}>
          Sign out
        </MenuItem>
      </Menu>
    </div>
  );
}
