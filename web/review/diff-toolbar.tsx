import { Columns2, Pilcrow, Rows3 } from 'lucide-react';
import type { DiffJson } from '../../src/api/schemas.ts';
import { Button } from '../ui/button.tsx';
import type { DiffSettings } from './diff-settings.ts';

/** What is compared, and how it is shown. */
export function DiffToolbar({
  diff,
  settings,
  onChange,
}: {
  diff: DiffJson;
  settings: DiffSettings;
  onChange: (change: Partial<DiffSettings>) => void;
}) {
  const { layout, ignoresSpace } = settings;
  return (
    <div className="border-line flex items-center gap-2 border-b px-4 py-1.5">
      <p className="text-muted min-w-0 flex-1 truncate font-mono text-sm">
        {diff.base.slice(0, 7)} … {diff.head.slice(0, 7)}
      </p>
      <Button
        tone="quiet"
        size="tiny"
        aria-label="Ignore changes of white space"
        title="Ignore changes of white space"
        aria-pressed={ignoresSpace}
        className={pressed}
        onClick={() => onChange({ ignoresSpace: !ignoresSpace })}
      >
        <Pilcrow className="size-4" />
      </Button>
      <div role="group" aria-label="Layout of the diff" className="hidden gap-0.5 md:flex">
        <Button
          tone="quiet"
          size="tiny"
          aria-label="Split"
          aria-pressed={layout === 'split'}
          className={pressed}
          onClick={() => onChange({ layout: 'split' })}
        >
          <Columns2 className="size-4" />
        </Button>
        <Button
          tone="quiet"
          size="tiny"
          aria-label="Unified"
          aria-pressed={layout === 'unified'}
          className={pressed}
          onClick={() => onChange({ layout: 'unified' })}
        >
          <Rows3 className="size-4" />
        </Button>
      </div>
    </div>
  );
}

const pressed = 'aria-pressed:bg-hover aria-pressed:!text-text';
