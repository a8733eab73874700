// What of the board is shown, and how it is grouped: all of it is in the address.
import type { CardState } from '../data/columns.ts';
import { useAgents, useProjects } from '../data/queries.ts';
import { stateWords } from '../data/words.ts';
import type { BoardSearch } from './board-search.ts';

/** What is undefined or empty goes from the address. */
export type ChangeSearch = (change: { [Key in keyof BoardSearch]?: BoardSearch[Key] | undefined }) => void;

const states: readonly CardState[] = ['queued', 'running', 'waiting', 'paused', 'failed', 'ready', 'done'];

export function BoardFilters({ search, onSearch }: { search: BoardSearch; onSearch: ChangeSearch }) {
  const projects = useProjects().data ?? [];
  const agents = useAgents().data ?? [];
  return (
    <>
      <Filter
        label="Group by"
        value={search.by}
        all="Columns"
        options={[['status', 'Task queue']]}
        onChange={(value) => onSearch({ by: value === 'status' ? value : undefined })}
      />
      <Filter
        label="Project"
        value={search.project}
        all="All projects"
        options={severalOf(
          projects.map((project) => [project.name, project.name]),
          search.project,
        )}
        onChange={(project) => onSearch({ project })}
      />
      <Filter
        label="State"
        value={search.state}
        all="Any state"
        options={[
          ['attention', 'Needs attention'],
          ...states.map((state) => [state, stateWords[state]] as const),
        ]}
        onChange={(state) => onSearch({ state })}
      />
      <Filter
        label="Agent"
        value={search.agent}
        all="Any agent"
        options={severalOf(
          agents.filter((agent) => agent.found).map((agent) => [agent.name, agent.title]),
          search.agent,
        )}
        onChange={(agent) => onSearch({ agent })}
      />
    </>
  );
}

type Option = readonly [value: string, label: string];

/** Where there is but one, there is nothing to choose. */
function severalOf(options: readonly Option[], value: string | undefined): readonly Option[] {
  return options.length < 2 && value === undefined ? [] : options;
}

function Filter({
  label,
  value,
  all,
  options,
  onChange,
}: {
  label: string;
  value: string | undefined;
  all: string;
  options: readonly Option[];
  onChange: (value: string | undefined) => void;
}) {
  if (options.length === 0) return null;
  return (
    <select
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      className={`border-line hover:bg-hover h-8 max-w-40 rounded-lg border bg-transparent px-2 text-sm ${value === undefined ? 'text-muted' : 'text-text font-medium'}`}
    >
      <option value="">{all}</option>
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}
