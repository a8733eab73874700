import { Link } from '@tanstack/react-router';
import { board } from '../data/board-store.ts';
import { useKey } from '../data/keyed-store.ts';
import { stateWords } from '../data/words.ts';
import { StateIcon } from '../ui/state-icon.tsx';
import type { Layout, Placed } from './layout.ts';

const box = { width: 208, height: 56 } as const;
const gap = { x: 72, y: 16 } as const;

const at = ({ layer, row }: Placed): { readonly x: number; readonly y: number } => ({
  x: layer * (box.width + gap.x),
  y: row * (box.height + gap.y),
});

/** Boxes are links in the page, above a drawing of the lines: so that text is text, and the keyboard goes from box to box. */
export function Drawing({ layout }: { layout: Layout }) {
  const places = new Map(layout.nodes.map((node) => [node.id, at(node)]));
  const width = layout.layers * (box.width + gap.x) - gap.x;
  const height = layout.rows * (box.height + gap.y) - gap.y;
  return (
    <div
      role="region"
      aria-label="Drawing of the dependencies"
      tabIndex={0}
      className="border-line bg-sunken max-h-[70vh] overflow-auto rounded-xl border p-5"
    >
      <div className="relative" style={{ width, height }}>
        <svg width={width} height={height} className="absolute inset-0" aria-hidden>
          {layout.edges.map(({ from, to }) => {
            const [start, end] = [places.get(from), places.get(to)];
            if (start === undefined || end === undefined) return null;
            return (
              <path
                key={`${from} ${to}`}
                d={line(start, end)}
                fill="none"
                stroke="var(--c-line-strong)"
                strokeWidth="1.5"
              />
            );
          })}
        </svg>
        <ul>
          {layout.nodes.map((node) => (
            <li key={node.id}>
              <Box id={node.id} place={at(node)} />
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

function line(start: { x: number; y: number }, end: { x: number; y: number }): string {
  const [x1, y1, x2, y2] = [start.x + box.width, start.y + box.height / 2, end.x, end.y + box.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return `M ${x1} ${y1} C ${x1 + bend} ${y1}, ${x2 - bend} ${y2}, ${x2} ${y2}`;
}

function Box({ id, place }: { id: string; place: { readonly x: number; readonly y: number } }) {
  const card = useKey(board.cards, id);
  if (card === undefined) return null;
  return (
    <Link
      to="/tasks/$task"
      params={{ task: id }}
      style={{ left: place.x, top: place.y, width: box.width, height: box.height }}
      aria-label={`#${card.number} ${card.title}, ${stateWords[card.state]}`}
      title={card.hold?.text ?? stateWords[card.state]}
      className="bg-surface border-line shadow-card hover:border-line-strong absolute flex items-center gap-2 rounded-xl border px-3"
    >
      <StateIcon state={card.state} />
      <span className="untrusted line-clamp-2 min-w-0 flex-1 text-sm leading-snug">
        <span className="text-faint tabular-nums">#{card.number}</span> {card.title}
      </span>
    </Link>
  );
}
