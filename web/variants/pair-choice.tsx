// Which two are looked at.
import type { VariantJson } from '../../src/api/variant-schemas.ts';
import type { Pair } from './best-two.ts';

export function PairChoice({
  variants,
  pair: [first, second],
  bases: [one, other],
  onPair,
}: {
  variants: readonly VariantJson[];
  pair: Pair<VariantJson>;
  /** What each of them began from, when it is known. */
  bases: Pair<string | undefined>;
  onPair: (numbers: Pair<number>) => void;
}) {
  const choice = (label: string, chosen: VariantJson, onChoose: (number: number) => void) => (
    <select
      aria-label={label}
      value={chosen.number}
      onChange={(event) => onChoose(Number(event.target.value))}
      className="border-line hover:bg-hover h-8 max-w-60 min-w-0 rounded-lg border bg-transparent px-2 text-sm"
    >
      {variants
        .filter((variant) => variant.files.length > 0)
        .map(({ id, number, name }) => (
          <option key={id} value={number}>
            #{number} {name}
          </option>
        ))}
    </select>
  );
  // One that is chosen twice changes places with the other.
  const swapped: Pair<number> = [second.number, first.number];
  return (
    <div className="border-line flex flex-wrap items-center gap-2 border-b px-4 py-1.5 text-sm">
      {choice('First variant', first, (number) =>
        onPair(number === second.number ? swapped : [number, second.number]),
      )}
      <span className="text-muted">beside</span>
      {choice('Second variant', second, (number) =>
        onPair(number === first.number ? swapped : [first.number, number]),
      )}
      {one !== undefined && other !== undefined && one !== other && (
        <p className="text-muted text-xs">
          They began from different commits, {one.slice(0, 7)} and {other.slice(0, 7)}: the same line may have
          another number.
        </p>
      )}
    </div>
  );
}
