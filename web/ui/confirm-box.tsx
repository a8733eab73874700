import { AlertDialog } from 'radix-ui';
import type { Asked } from '../data/confirm-store.ts';
import { Button } from './button.tsx';

/** The question; nothing while there is none. */
export function ConfirmBox({ asked }: { asked: Asked | null }) {
  return (
    <AlertDialog.Root open={asked !== null} onOpenChange={(isOpen) => !isOpen && asked?.answer(false)}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="fade-in fixed inset-0 z-50 bg-black/40" />
        <AlertDialog.Content className="pop-in bg-raised shadow-pop fixed top-[22vh] left-1/2 z-50 w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 rounded-2xl p-5">
          <AlertDialog.Title className="text-[0.9375rem] font-semibold">{asked?.title}</AlertDialog.Title>
          <AlertDialog.Description className="untrusted text-muted mt-1.5 max-h-[50vh] overflow-y-auto whitespace-pre-line">
            {asked?.text}
          </AlertDialog.Description>
          <div className="mt-5 flex justify-end gap-2">
            <AlertDialog.Cancel asChild>
              <Button>Keep it</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button
                tone={asked?.isDangerous === true ? 'danger' : 'primary'}
                onClick={() => asked?.answer(true)}
              >
                {asked?.action}
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
