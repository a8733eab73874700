// Two people changed the same: both versions, and which of them counts is for a person to say.
import { CircleAlert } from 'lucide-react';
import { plainText } from '../ui/plain-text.ts';
import { Button } from '../ui/button.tsx';

export interface Difference {
  readonly name: string;
  readonly theirs: string;
  readonly mine: string;
}

export function BothVersions({
  what,
  differences,
  onKeepMine,
  onTakeTheirs,
  onGoOn,
}: {
  /** What was changed, for example `this draft`. */
  what: string;
  differences: readonly Difference[];
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  /** Missing where nothing is half written. */
  onGoOn?: () => void;
}) {
  return (
    <section role="alert" aria-label="Changed by somebody else" className="bg-warn-soft rounded-xl px-4 py-3">
      <p className="text-warn flex items-center gap-2 text-sm font-medium">
        <CircleAlert className="size-4 shrink-0" aria-hidden /> Somebody else changed {what} while you did
      </p>
      {differences.map(({ name, theirs, mine }) => (
        <div key={name} className="mt-2 grid gap-2 md:grid-cols-2">
          <Version title={`${name}: theirs, saved`} text={theirs} />
          <Version title={`${name}: yours, not saved`} text={mine} />
        </div>
      ))}
      <div className="mt-3 flex flex-wrap gap-2">
        <Button tone="primary" onClick={onKeepMine}>
          Save mine over it
        </Button>
        <Button onClick={onTakeTheirs}>Take theirs</Button>
        {onGoOn !== undefined && <Button onClick={onGoOn}>Go on editing mine</Button>}
      </div>
    </section>
  );
}

function Version({ title, text }: { title: string; text: string }) {
  return (
    <div className="min-w-0">
      <p className="text-muted mb-1 text-xs font-medium">{title}</p>
      <p
        tabIndex={0}
        className="untrusted bg-surface border-line max-h-64 overflow-y-auto rounded-lg border p-2 text-sm whitespace-pre-wrap"
      >
        {text === '' ? '–' : plainText(text)}
      </p>
    </div>
  );
}
