import type { ComponentProps } from 'react';

type Tone = 'plain' | 'primary' | 'quiet' | 'danger';

const tones: Readonly<Record<Tone, string>> = {
  plain: 'bg-surface border border-line-strong text-text hover:bg-hover shadow-card',
  primary: 'bg-accent-fill text-on-accent hover:brightness-110 shadow-card',
  quiet: 'text-muted hover:bg-hover hover:text-text',
  danger: 'bg-bad-fill text-on-accent hover:brightness-110 shadow-card',
};

const sizes = {
  normal: 'h-8 px-3 text-sm gap-1.5',
  small: 'h-7 px-2 text-xs gap-1',
  icon: 'size-8 justify-center',
  tiny: 'size-6 justify-center',
} as const;

export function Button({
  tone = 'plain',
  size = 'normal',
  className = '',
  type = 'button',
  ...rest
}: ComponentProps<'button'> & { readonly tone?: Tone; readonly size?: keyof typeof sizes }) {
  return (
    <button
      type={type}
      className={`inline-flex shrink-0 items-center rounded-lg font-medium whitespace-nowrap transition-[background,filter] duration-75 disabled:opacity-50 ${tones[tone]} ${sizes[size]} ${className}`}
      {...rest}
    />
  );
}
