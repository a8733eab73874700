// What is otherwise than in the revision before, with the lines that came and went.
import { Minus, Pencil, Plus } from 'lucide-react';
import { plainText } from '../ui/plain-text.ts';
import { changesBetween } from './revision-changes.ts';
import type { TaskChange } from './revision-changes.ts';
import { fieldWords } from './words.ts';
import type { Revision } from './words.ts';

const looks = {
  came: { icon: Plus, colour: 'text-ok', word: 'New' },
  went: { icon: Minus, colour: 'text-bad', word: 'Gone' },
  changed: { icon: Pencil, colour: 'text-accent', word: 'Changed' },
} as const;

export function RevisionChanges({ before, after }: { before: Revision; after: Revision }) {
  const changes = changesBetween(before, after);
  return (
    <section
      aria-label={`Changes since revision ${before.number}`}
      className="bg-surface border-line rounded-xl border px-4 py-3"
    >
      <h2 className="text-muted text-sm font-medium">Since revision {before.number}</h2>
      {changes.length === 0 && <p className="text-faint mt-1 text-sm">Nothing reads otherwise.</p>}
      <ul className="mt-1.5 flex flex-col gap-1.5 text-sm">
        {changes.map((change) => (
          <Change key={change.key} change={change} />
        ))}
      </ul>
    </section>
  );
}

function Change({ change }: { change: TaskChange }) {
  const { icon: Icon, colour, word } = looks[change.kind];
  const head = (
    <span className="inline-flex items-center gap-2">
      <Icon className={`size-3.5 shrink-0 ${colour}`} aria-hidden />
      <span className={`${colour} text-xs font-medium`}>{word}</span>
      <span className="untrusted">{change.title}</span>
    </span>
  );
  if (change.kind !== 'changed') return <li>{head}</li>;
  return (
    <li>
      <details>
        <summary className="cursor-pointer">
          {head}
          <span className="text-faint ml-2 text-xs">
            {change.fields.map(({ field }) => fieldWords[field] ?? field).join(', ')}
          </span>
        </summary>
        <dl className="mt-1.5 ml-5 flex flex-col gap-2">
          {change.fields.map(({ field, removed, added }) => (
            <div key={field}>
              <dt className="text-faint text-xs">{fieldWords[field] ?? field}</dt>
              <dd className="font-mono text-xs leading-relaxed">
                <Lines lines={removed} isRemoved />
                <Lines lines={added} />
              </dd>
            </div>
          ))}
        </dl>
      </details>
    </li>
  );
}

/** Told by the sign, not by the colour alone. */
function Lines({ lines, isRemoved = false }: { lines: readonly string[]; isRemoved?: boolean }) {
  const look = isRemoved ? 'bg-bad-soft text-bad' : 'bg-ok-soft text-ok';
  return lines.map((line, index) => (
    <span key={index} className={`untrusted block px-1.5 whitespace-pre-wrap ${look}`}>
      {isRemoved ? '− ' : '+ '}
      {plainText(line)}
    </span>
  ));
}
