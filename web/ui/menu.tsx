import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ComponentType, ReactNode, SVGProps } from 'react';

type Icon = ComponentType<SVGProps<SVGSVGElement>>;

const itemLook =
  'data-highlighted:bg-hover flex h-8 cursor-default items-center gap-2.5 rounded-md px-2 text-sm outline-none data-disabled:opacity-50';

export function Menu({
  trigger,
  label,
  children,
  side = 'bottom',
}: {
  trigger: ReactNode;
  label: string;
  children: ReactNode;
  side?: 'top' | 'bottom';
}) {
  // It is loaded by the press that wants it open.
  return (
    <DropdownMenu.Root defaultOpen>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          aria-label={label}
          side={side}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          className="pop-in bg-raised shadow-pop z-50 min-w-48 rounded-xl p-1"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

export function MenuItem({
  icon: Icon,
  hint,
  isDangerous = false,
  onSelect,
  children,
}: {
  icon?: Icon;
  hint?: string | undefined;
  isDangerous?: boolean;
  onSelect: () => void;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item onSelect={onSelect} className={`${itemLook} ${isDangerous ? 'text-bad' : ''}`}>
      {Icon !== undefined && <Icon className="text-faint size-4" aria-hidden />}
      <span className="flex-1">{children}</span>
      {hint !== undefined && <span className="text-faint text-xs">{hint}</span>}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return (
    <DropdownMenu.Label className="text-faint px-2 pt-1.5 pb-1 text-xs font-medium">
      {children}
    </DropdownMenu.Label>
  );
}

export function MenuLine() {
  return <DropdownMenu.Separator className="bg-line my-1 h-px" />;
}

export function MenuRadio<Value extends string>({
  value,
  onChange,
  choices,
}: {
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly { readonly value: Value; readonly label: string; readonly icon?: Icon }[];
}) {
  return (
    <DropdownMenu.RadioGroup value={value}>
      {choices.map(({ value: each, label, icon: Icon }) => (
        <DropdownMenu.RadioItem key={each} value={each} onSelect={() => onChange(each)} className={itemLook}>
          {Icon !== undefined && <Icon className="text-faint size-4" aria-hidden />}
          <span className="flex-1">{label}</span>
          <DropdownMenu.ItemIndicator>
            <Check className="size-4" aria-hidden />
          </DropdownMenu.ItemIndicator>
        </DropdownMenu.RadioItem>
      ))}
    </DropdownMenu.RadioGroup>
  );
}
