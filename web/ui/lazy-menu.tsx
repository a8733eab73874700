// A button whose menu is loaded when somebody first reaches for it: a board has hundreds of such buttons, and the menu with all
// that places it on the screen is a quarter of what the page would have to load before it shows anything.
import { Suspense, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';
import { sayError } from '../data/run-action.ts';

/** What the button must take besides its own looks. */
export interface MenuButtonProps {
  readonly 'aria-haspopup'?: 'menu';
  readonly 'aria-expanded'?: false;
  readonly onClick?: () => void;
  readonly onPointerEnter?: () => void;
  readonly onFocus?: () => void;
}

/** `menu` gets the button to put into its place, and is open when it is first shown. */
export function LazyMenu({
  button,
  load,
  menu,
}: {
  button: (props: MenuButtonProps) => ReactElement;
  load: () => Promise<unknown>;
  menu: (trigger: ReactElement) => ReactNode;
}) {
  const [isWanted, setWanted] = useState(false);
  const prepare = (): void => void load().catch(() => undefined); // the click tries again, and says when that fails too
  const open = (): void =>
    void load().then(
      () => setWanted(true),
      (error: unknown) => sayError(error, 'The menu could not be loaded.'),
    );
  const closed = button({
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onClick: open,
    onPointerEnter: prepare,
    onFocus: prepare,
  });
  if (!isWanted) return closed;
  return <Suspense fallback={closed}>{menu(button({}))}</Suspense>;
}
