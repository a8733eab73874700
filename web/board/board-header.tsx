import { Plus, Search, SlidersHorizontal, X } from 'lucide-react';
import { useState } from 'react';
import type { BoardSearch } from './board-search.ts';
import { board } from '../data/board-store.ts';
import { useAgents, useProjects } from '../data/queries.ts';
import { stateWords } from '../data/words.ts';
import type { CardState } from '../data/columns.ts';
import { overlays } from '../palette/overlays.ts';
import { Button } from '../ui/button.tsx';
import { ViewsMenu } from './views-menu.tsx';

const states: readonly CardState[] = ['queued', 'running', 'waiting', 'paused', 'failed', 'ready', 'done'];

export function BoardHeader({
  search,
  count,
  onSearch,
  onView,
}: {
  search: BoardSearch;
  count: number;
  onView: (search: BoardSearch) => void;
  onSearch: (change: { [Key in keyof BoardSearch]?: string | undefined }) => void;
}) {
  const projects = useProjects().data ?? [];
  const agents = useAgents().data ?? [];
  const { by, ...filters } = search;
  const isFiltered = Object.keys(filters).length > 0;
  const [isOpenOnPhone, setOpenOnPhone] = useState(false);
  return (
    <header className="flex flex-wrap items-center gap-2 px-3 pt-3 pb-2 md:px-5">
      <h1 className="untrusted mr-2 truncate text-[0.9375rem] font-semibold tracking-tight">
        {search.project ?? 'Board'}
      </h1>
      <div className="relative min-w-40 flex-1 md:max-w-64">
        <Search className="text-faint pointer-events-none absolute top-2 left-2.5 size-4" aria-hidden />
        <input
          id="board-search"
          type="search"
          aria-label="Search tasks"
          placeholder="Search tasks"
          value={search.q ?? ''}
          onChange={(event) => onSearch({ q: event.target.value })}
          className="bg-surface border-line placeholder:text-faint h-8 w-full rounded-lg border pr-2 pl-8 text-sm [&::-webkit-search-cancel-button]:hidden"
        />
      </div>
      <ViewsMenu search={search} onChoose={onView} />
      <Button
        size="icon"
        className="md:hidden"
        aria-label="Filters"
        aria-expanded={isOpenOnPhone}
        onClick={() => setOpenOnPhone(!isOpenOnPhone)}
      >
        <SlidersHorizontal className="size-4" aria-hidden />
      </Button>
      <div
        className={`flex-wrap gap-2 max-md:order-last max-md:basis-full md:contents ${isOpenOnPhone ? 'flex' : 'hidden'}`}
      >
        <Filter
          label="Group by"
          value={by}
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
      </div>
      {isFiltered && (
        <Button
          tone="quiet"
          size="small"
          onClick={() => onSearch({ q: undefined, project: undefined, state: undefined, agent: undefined })}
        >
          <X className="size-3.5" aria-hidden /> Clear
          <span className="text-faint tabular-nums">
            {count} of {board.cards.size}
          </span>
        </Button>
      )}
      <Button tone="primary" className="ml-auto" onClick={() => overlays.open('new-task')}>
        <Plus className="size-4" aria-hidden /> New task
      </Button>
    </header>
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
