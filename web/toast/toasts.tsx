// The corner in which short messages appear.
import { useEffect } from 'react';
import { Toaster, toast } from 'sonner';

let tell: (toaster: typeof toast) => void = () => undefined;
/** When they can be seen: one that is said before is lost. */
export const toaster = new Promise<typeof toast>((resolve) => {
  tell = resolve;
});

export function Toasts() {
  // Its own effects, by which it listens, come before this one.
  useEffect(() => tell(toast), []);
  return (
    <Toaster
      position="bottom-right"
      theme="system"
      toastOptions={{
        classNames: {
          toast: '!bg-raised !text-text !border-line !shadow-pop',
          description: '!text-muted',
        },
      }}
    />
  );
}
