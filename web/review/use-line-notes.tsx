// What stands below lines of a diff: comments, and the fields in which new ones are written.
import { useMemo, useState } from 'react';
import type { ReactNode } from 'react';
import type { CommentJson } from '../../src/api/review-schemas.ts';
import type { DiffFile } from '../diff/files-of.ts';
import type { LineChoice, Point } from '../diff/lines.ts';
import { CommentEditor, keyOf } from './comment-editor.tsx';
import { CommentNote } from './comment-note.tsx';
import { named, placeOf } from './comments.ts';
import type { Comments } from './comments.ts';

export interface LineNotes {
  readonly marks: ReadonlyMap<string, readonly Point[]>;
  readonly render: (path: string, at: Point) => ReactNode;
  readonly open: (choice: LineChoice) => void;
}

export function useLineNotes(
  { task, files, comments }: { task: string; files: readonly DiffFile[]; comments: Comments },
  onClosed: () => void,
): LineNotes {
  const [written, setWritten] = useState<readonly LineChoice[]>([]);
  const notes = useMemo(() => notesOf(files, comments.all, written), [files, comments.all, written]);
  const marks = useMemo(
    () => new Map([...notes].map(([path, lines]) => [path, [...lines.values()].map((note) => note.at)])),
    [notes],
  );
  const close = (choice: LineChoice): void => {
    setWritten((before) => before.filter((one) => keyOf(one) !== keyOf(choice)));
    onClosed();
  };
  const render = (path: string, at: Point): ReactNode => {
    const note = notes.get(path)?.get(lineKey(at));
    if (note === undefined) return null;
    return (
      <div className="max-w-3xl px-3 whitespace-normal">
        {note.comments.map((comment) => (
          <CommentNote key={comment.id} comment={comment} onRemove={() => void comments.remove(comment.id)} />
        ))}
        {note.written.map((choice) => (
          <CommentEditor
            key={keyOf(choice)}
            task={task}
            choice={choice}
            onAdd={(text) => comments.add(named(choice, files), text)}
            onClose={() => close(choice)}
          />
        ))}
      </div>
    );
  };
  const open = (choice: LineChoice): void =>
    setWritten((before) =>
      before.some((one) => keyOf(one) === keyOf(choice)) ? before : [...before, choice],
    );
  return { marks, render, open };
}

interface Note {
  readonly at: Point;
  readonly comments: CommentJson[];
  readonly written: LineChoice[];
}

/** By path and line. */
function notesOf(
  files: readonly DiffFile[],
  comments: readonly CommentJson[],
  written: readonly LineChoice[],
): ReadonlyMap<string, ReadonlyMap<string, Note>> {
  const found = new Map<string, Map<string, Note>>();
  const at = (path: string, point: Point): Note => {
    const lines = found.get(path) ?? new Map<string, Note>();
    found.set(path, lines);
    const note = lines.get(lineKey(point)) ?? { at: point, comments: [], written: [] };
    lines.set(lineKey(point), note);
    return note;
  };
  for (const comment of comments) {
    const place = placeOf(comment, files);
    if (place !== null) at(place.path, place.at).comments.push(comment);
  }
  for (const choice of written) at(choice.path, { side: choice.side, line: choice.end }).written.push(choice);
  return found;
}

function lineKey({ side, line }: Point): string {
  return `${side} ${line}`;
}
