import { useNavigate } from '@tanstack/react-router';
import { Copy, ExternalLink } from 'lucide-react';
import type { ReactElement } from 'react';
import { toast } from '../toast/toast.ts';
import type { CardJson } from '../../src/api/board-schemas.ts';
import { actionsFor } from '../data/actions.ts';
import { runAction } from '../data/run-action.ts';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';

/** Everything that can be done with a task in its state. */
export function TaskMenuItems({ card, trigger }: { card: CardJson; trigger: ReactElement }) {
  const navigate = useNavigate();
  const copy = async (text: string, what: string): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toast.success(`${what} copied`);
  };
  const actions = actionsFor(card);
  return (
    <Menu label={`Actions of #${card.number}`} trigger={trigger}>
      {actions
        .filter((action) => action.isDangerous !== true)
        .map((action) => (
          <MenuItem key={action.name} hint={action.key} onSelect={() => void runAction(action, [card])}>
            {action.label}
          </MenuItem>
        ))}
      <MenuLine />
      <MenuItem
        icon={ExternalLink}
        onSelect={() => void navigate({ to: '/tasks/$task', params: { task: card.id } })}
      >
        Open
      </MenuItem>
      <MenuItem icon={Copy} onSelect={() => void copy(card.branch, 'Branch name')}>
        Copy branch name
      </MenuItem>
      <MenuItem icon={Copy} onSelect={() => void copy(`${location.origin}/tasks/${card.id}`, 'Link')}>
        Copy link
      </MenuItem>
      {actions.some((action) => action.isDangerous === true) && <MenuLine />}
      {actions
        .filter((action) => action.isDangerous === true)
        .map((action) => (
          <MenuItem
            key={action.name}
            isDangerous
            hint={action.key}
            onSelect={() => void runAction(action, [card])}
          >
            {action.label}
          </MenuItem>
        ))}
    </Menu>
  );
}
