import { Archive, ArrowDown, ArrowUp, ListChecks, Merge, Split } from 'lucide-react';
import type { ReactElement } from 'react';
import { Menu, MenuItem, MenuLine } from '../ui/menu.tsx';
import type { Changing } from './draft-menu.tsx';

export function DraftMenuItems({
  title,
  changing,
  trigger,
}: {
  title: string;
  changing: Changing;
  trigger: ReactElement;
}) {
  return (
    <Menu label={`Change ${title} by hand`} trigger={trigger}>
      {!changing.isAlone && (
        <>
          <MenuItem icon={ArrowUp} hint="↑" onSelect={() => changing.onMove(-1)}>
            Move up
          </MenuItem>
          <MenuItem icon={ArrowDown} hint="↓" onSelect={() => changing.onMove(1)}>
            Move down
          </MenuItem>
          <MenuLine />
        </>
      )}
      <MenuItem icon={ListChecks} onSelect={changing.onPlan}>
        Change the plan…
      </MenuItem>
      <MenuItem icon={Split} onSelect={changing.onSplit}>
        Split…
      </MenuItem>
      {!changing.isAlone && (
        <>
          <MenuItem icon={Merge} onSelect={changing.onMerge}>
            Merge with others…
          </MenuItem>
          <MenuLine />
          <MenuItem icon={Archive} isDangerous onSelect={changing.onDrop}>
            Put away
          </MenuItem>
        </>
      )}
    </Menu>
  );
}
