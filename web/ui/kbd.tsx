export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="border-line-strong text-faint bg-sunken inline-flex h-5 min-w-5 items-center justify-center rounded-[5px] border px-1 font-sans text-2xs font-medium">
      {children}
    </kbd>
  );
}
