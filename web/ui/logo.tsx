export function Logo({ className = 'size-6' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" className={className} aria-hidden>
      <rect width="32" height="32" rx="8" fill="#5b5bd6" />
      <path d="M8 10.5h16M8 16h10M8 21.5h13" stroke="#fff" strokeWidth="2.6" strokeLinecap="round" />
      <circle cx="23.5" cy="16" r="2.2" fill="#fff" />
    </svg>
  );
}
