// The changed files, by folder, each with what became of it and whether it was looked at.
import type { DiffFile } from '../diff/files-of.ts';
import type { Viewed } from '../diff/viewed.ts';
import { plainText } from '../ui/plain-text.ts';
import { ViewedMark } from './file-head.tsx';

const marks = { added: 'A', modified: 'M', deleted: 'D', renamed: 'R', type_changed: 'T' } as const;
const colours: Readonly<Record<DiffFile['status'], string>> = {
  added: 'text-ok',
  modified: 'text-warn',
  deleted: 'text-bad',
  renamed: 'text-live',
  type_changed: 'text-muted',
};

export function FileList({
  files,
  current,
  viewed,
  onShow,
}: {
  files: readonly DiffFile[];
  current: string | null;
  viewed: Viewed;
  onShow: (path: string) => void;
}) {
  const seen = files.filter((file) => viewed.has(file.path)).length;
  const additions = files.reduce((sum, file) => sum + (file.additions ?? 0), 0);
  const deletions = files.reduce((sum, file) => sum + (file.deletions ?? 0), 0);
  return (
    <nav aria-label="Changed files" className="flex min-h-0 flex-1 flex-col px-2 py-3">
      <h2 className="text-faint flex justify-between px-2 pb-1.5 text-xs font-medium tabular-nums">
        <span>
          {seen} of {files.length} viewed
        </span>
        <span>
          <span className="text-ok">+{additions}</span> <span className="text-bad">−{deletions}</span>
        </span>
      </h2>
      <ul>
        {files.map((file, index) => {
          const folder = folderOf(file.path);
          const isNewFolder = folder !== '' && folder !== folderOf(files[index - 1]?.path ?? '');
          return (
            <li key={file.path}>
              {isNewFolder && (
                <p className="untrusted text-faint truncate px-2 pt-1.5 pb-0.5 text-xs" title={folder}>
                  {folder}
                </p>
              )}
              <Row
                file={file}
                folder={folder}
                isCurrent={file.path === current}
                isViewed={viewed.has(file.path)}
                onShow={() => onShow(file.path)}
                onViewed={() => viewed.toggle(file.path)}
              />
            </li>
          );
        })}
      </ul>
    </nav>
  );
}

function Row({
  file,
  folder,
  isCurrent,
  isViewed,
  onShow,
  onViewed,
}: {
  file: DiffFile;
  folder: string;
  isCurrent: boolean;
  isViewed: boolean;
  onShow: () => void;
  onViewed: () => void;
}) {
  const note = noteOf(file);
  return (
    <div className={`group flex items-center rounded-lg ${isCurrent ? 'bg-hover' : 'hover:bg-hover'}`}>
      <button
        type="button"
        aria-current={isCurrent ? 'true' : undefined}
        onClick={onShow}
        title={file.path}
        className={`flex min-w-0 flex-1 items-center gap-2 px-2 py-1 text-left text-sm ${isViewed ? 'text-muted' : ''}`}
      >
        <span className={`w-3 text-center font-mono text-xs ${colours[file.status]}`} title={file.status}>
          {marks[file.status]}
        </span>
        <span className="untrusted min-w-0 flex-1 truncate">{plainText(file.path.slice(folder.length))}</span>
        <span className="text-xs tabular-nums">
          {note !== null ? (
            <span className="text-faint">{note}</span>
          ) : (
            <>
              <span className="text-ok">+{file.additions}</span>{' '}
              <span className="text-bad">−{file.deletions}</span>
            </>
          )}
        </span>
      </button>
      <ViewedMark isViewed={isViewed} label={`Viewed ${file.path}`} onToggle={onViewed} />
    </div>
  );
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

/** What is to be said of it in place of its lines. */
function noteOf(file: DiffFile): string | null {
  if (file.additions === null) return 'binary';
  return file.patch === '' && file.additions + (file.deletions ?? 0) > 0 ? 'white space' : null;
}
