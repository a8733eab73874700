import { X } from 'lucide-react';
import { Dialog as Primitive } from 'radix-ui';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';

export function Dialog({
  title,
  isOpen,
  onClose,
  children,
  width = '36rem',
  isBare = false,
}: {
  title: string;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
  width?: string;
  isBare?: boolean;
}) {
  return (
    <Primitive.Root open={isOpen} onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fade-in fixed inset-0 z-40 bg-black/40" />
        <Primitive.Content
          aria-describedby={undefined}
          style={{ width: `min(${width}, calc(100vw - 1.5rem))` }}
          className="pop-in bg-raised shadow-pop fixed top-[max(0.75rem,9vh)] left-1/2 z-40 flex max-h-[calc(100dvh-4rem)] -translate-x-1/2 flex-col overflow-hidden rounded-2xl outline-none"
        >
          <div
            className={isBare ? 'sr-only' : 'border-line flex items-center gap-2 border-b py-2.5 pr-2.5 pl-5'}
          >
            <Primitive.Title className="flex-1 text-[0.9375rem] font-semibold">{title}</Primitive.Title>
            <Primitive.Close asChild>
              <Button tone="quiet" size="icon" aria-label="Close">
                <X className="size-4" />
              </Button>
            </Primitive.Close>
          </div>
          {children}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
