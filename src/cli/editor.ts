// The person's own editor, on a file of its own: `$VISUAL`, else `$EDITOR`, else vi.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../api/errors.ts';
import type { Context } from './context.ts';

/** Waits until the editor is left; null when the text is as it was. Throws `invalid_input` when there is no such editor, or it fails. */
export async function edited(context: Context, text: string, name: string): Promise<string | null> {
  const dir = await mkdtemp(join(tmpdir(), 'tasklane-edit-'));
  try {
    const file = join(dir, name);
    await writeFile(file, text, { mode: 0o600 });
    await openEditor(context, file);
    const after = await readFile(file, 'utf8');
    return after === text ? null : after;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function openEditor({ env, cwd }: Context, file: string): Promise<void> {
  const command =
    [env['VISUAL'], env['EDITOR'], 'vi'].find((one) => one !== undefined && one.trim() !== '') ?? 'vi';
  // An editor may be given with options, as for git: a shell reads the words, and the file is none of them.
  const child = spawn('/bin/sh', ['-c', `${command} "$1"`, 'sh', file], { cwd, env, stdio: 'inherit' });
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', fail);
    child.once('exit', done);
  });
  if (code === 0) return;
  throw new AppError(
    'invalid_input',
    `The editor “${command}” ended with ${code ?? 'a signal'}; nothing was changed.`,
    {
      next: 'Set $EDITOR to one that is installed here.',
    },
  );
}
