import { BookmarkPlus, Inbox, Kanban, ListOrdered, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field } from '../ui/field.tsx';
import { Menu, MenuItem, MenuLabel, MenuLine } from '../ui/menu.tsx';
import type { BoardSearch } from './board-search.ts';
import { savedViews, useViews } from './views.ts';

/** The views there are, and a dialog to name this one and remove others. */
export function ViewsItems({
  search,
  onChoose,
  trigger,
}: {
  search: BoardSearch;
  onChoose: (search: BoardSearch) => void;
  trigger: ReactElement;
}) {
  const views = useViews();
  const [isNaming, setNaming] = useState(false);
  return (
    <>
      <Menu label="Views" trigger={trigger}>
        <MenuItem icon={Kanban} onSelect={() => onChoose({})}>
          Board
        </MenuItem>
        <MenuItem icon={ListOrdered} onSelect={() => onChoose({ by: 'status' })}>
          Task queue
        </MenuItem>
        <MenuItem icon={Inbox} onSelect={() => onChoose({ state: 'attention' })}>
          Needs attention
        </MenuItem>
        {views.length > 0 && <MenuLine />}
        {views.length > 0 && <MenuLabel>Saved in this browser</MenuLabel>}
        {views.map((view) => (
          <MenuItem key={view.name} onSelect={() => onChoose(view.search)}>
            <span className="untrusted">{view.name}</span>
          </MenuItem>
        ))}
        <MenuLine />
        <MenuItem icon={BookmarkPlus} onSelect={() => setNaming(true)}>
          Save this view …
        </MenuItem>
      </Menu>
      <Dialog title="Save this view" isOpen={isNaming} onClose={() => setNaming(false)} width="26rem">
        <NameForm search={search} onSaved={() => setNaming(false)} />
      </Dialog>
    </>
  );
}

function NameForm({ search, onSaved }: { search: BoardSearch; onSaved: () => void }) {
  const views = useViews();
  const [name, setName] = useState('');
  const wanted = name.trim().slice(0, 60);
  return (
    <form
      className="flex flex-col gap-3 overflow-y-auto p-5"
      onSubmit={(event) => {
        event.preventDefault();
        if (wanted === '') return;
        savedViews.save({ name: wanted, search });
        onSaved();
      }}
    >
      <Field
        label="Name"
        autoFocus
        value={name}
        onChange={(event) => setName(event.target.value)}
        hint="Kept in this browser. To share a view, send its address."
      />
      <Button type="submit" tone="primary" disabled={wanted === ''} className="self-start">
        {views.some((view) => view.name === wanted) ? 'Replace view' : 'Save view'}
      </Button>
      {views.length > 0 && (
        <ul aria-label="Saved views" className="border-line divide-line divide-y border-t">
          {views.map((view) => (
            <li key={view.name} className="flex items-center gap-2 py-1.5 text-sm">
              <span className="untrusted flex-1 truncate">{view.name}</span>
              <Button
                tone="quiet"
                size="icon"
                aria-label={`Remove ${view.name}`}
                onClick={() => savedViews.remove(view.name)}
              >
                <Trash2 className="size-4" aria-hidden />
              </Button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}
