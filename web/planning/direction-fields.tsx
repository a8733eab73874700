import { Plus, X } from 'lucide-react';
import { AgentOptions } from '../ui/agent-options.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { mostDirections, withOneMore } from './directions.ts';
import type { Direction } from './directions.ts';

/** Several ways to do the same: what each is told besides, and who does it. */
export function DirectionFields({
  directions,
  problemOf,
  onChange,
}: {
  directions: readonly Direction[];
  /** What the server says against a field of one. */
  problemOf: (index: number, name: keyof Direction) => string | undefined;
  onChange: (directions: readonly Direction[]) => void;
}) {
  const set = (index: number, change: Partial<Direction>): void =>
    onChange(directions.map((one, at) => (at === index ? { ...one, ...change } : one)));
  return (
    <div role="group" aria-label="Directions" className="flex flex-col gap-3">
      {directions.map((direction, index) => (
        <fieldset
          key={index}
          className="border-line grid gap-3 rounded-xl border px-4 pt-1 pb-3 sm:grid-cols-4"
        >
          <legend className="text-muted flex items-center gap-1 px-1 text-sm font-medium">
            Direction {index + 1}
            {directions.length > 2 && (
              <Button
                tone="quiet"
                size="tiny"
                aria-label={`Remove direction ${index + 1}`}
                onClick={() => onChange(directions.filter((_, at) => at !== index))}
              >
                <X className="size-3.5" aria-hidden />
              </Button>
            )}
          </legend>
          <div className="sm:col-span-2">
            <Field
              label="In this way"
              value={direction.instruction}
              placeholder="with less text"
              error={problemOf(index, 'instruction')}
              onChange={(event) => set(index, { instruction: event.target.value })}
            />
          </div>
          <Select
            label="Agent"
            value={direction.agent}
            error={problemOf(index, 'agent')}
            onChange={(event) => set(index, { agent: event.target.value })}
          >
            <AgentOptions none="The usual one" />
          </Select>
          <Field
            label="Model"
            value={direction.model}
            placeholder="provider/id"
            error={problemOf(index, 'model')}
            onChange={(event) => set(index, { model: event.target.value })}
          />
        </fieldset>
      ))}
      {directions.length < mostDirections && (
        <Button size="small" className="self-start" onClick={() => onChange(withOneMore(directions))}>
          <Plus className="size-3.5" aria-hidden /> One more direction
        </Button>
      )}
    </div>
  );
}
