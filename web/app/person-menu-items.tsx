import { useNavigate } from '@tanstack/react-router';
import { Keyboard, LogOut, Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import type { ReactElement } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { keepToken } from '../data/session.ts';
import { overlays } from '../palette/overlays.ts';
import { Menu, MenuItem, MenuLabel, MenuLine, MenuRadio } from '../ui/menu.tsx';
import { theme } from '../ui/theme.ts';
import type { Theme } from '../ui/theme.ts';

/** The theme, the keys, and the way out. */
export function PersonMenuItems({ trigger }: { trigger: ReactElement }) {
  const chosen = useSyncExternalStore(theme.subscribe, theme.get);
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
      <MenuItem icon={Keyboard} hint="?" onSelect={() => overlays.open('shortcuts')}>
        Keyboard shortcuts
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        Sign out
      </MenuItem>
    </Menu>
  );
}
