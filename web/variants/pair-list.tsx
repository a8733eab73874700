// The files of two variants in one list: what they have in common, and what they do not.
import type { VariantJson } from '../../src/api/variant-schemas.ts';
import { plainText } from '../ui/plain-text.ts';
import type { Pair } from './best-two.ts';
import type { Likeness, PairFile } from './pair-files.ts';

const colours: Readonly<Record<Likeness, string>> = {
  same: 'text-muted',
  different: 'text-warn',
  only_first: 'text-live',
  only_second: 'text-live',
  unread: 'text-muted',
};

export function PairList({
  files,
  pair: [first, second],
  current,
  onShow,
}: {
  files: readonly PairFile[];
  pair: Pair<VariantJson>;
  current: string | null;
  onShow: (path: string) => void;
}) {
  const words: Readonly<Record<Likeness, string>> = {
    same: 'same',
    different: 'different',
    only_first: `only #${first.number}`,
    only_second: `only #${second.number}`,
    unread: 'too long',
  };
  const same = files.filter(({ likeness }) => likeness === 'same').length;
  return (
    <nav
      aria-label="Files of both"
      className="border-line max-h-[22vh] shrink-0 overflow-y-auto border-b px-2 py-3 md:max-h-none md:w-64 md:border-r md:border-b-0"
    >
      <h2 className="text-faint px-2 pb-1.5 text-xs font-medium tabular-nums">
        {same} of {files.length} the same
      </h2>
      <ul>
        {files.map(({ path, likeness }) => (
          <li key={path}>
            <button
              type="button"
              aria-current={path === current ? 'true' : undefined}
              title={path}
              onClick={() => onShow(path)}
              className={`flex w-full items-center gap-2 rounded-lg px-2 py-1 text-left text-sm ${path === current ? 'bg-hover' : 'hover:bg-hover'}`}
            >
              <span className="untrusted min-w-0 flex-1 truncate">{plainText(path)}</span>
              <span className={`shrink-0 text-xs ${colours[likeness]}`}>{words[likeness]}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
