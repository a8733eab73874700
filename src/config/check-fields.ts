// A check and the setup, as they are configured.
import { z } from 'zod';
import { reportGlob } from '../domain/check-steps.ts';
import { longestTimerMs } from '../domain/moment.ts';
import { fields, value, whole } from './allowed.ts';

/** A path in a tree: not of the machine, not out of the tree, and not git's own. */
const pathBelow = /^(?![/~-])(?!(?:.*\/)?(?:\.{1,2}|\.git)(?:\/|$))[^\s\0](?:[^\0]*[^\s/\0])?$/;

const command = value(z.string().regex(/\S/), 'a command line for sh');
export const timeLimit = whole(1, longestTimerMs);

export const check = fields({
  name: value(z.string().regex(/^\S(.*\S)?$/), 'a name'),
  command,
  timeoutMs: z.exactOptional(timeLimit),
  group: z.exactOptional(value(z.string().regex(/\S/), 'the name of a group of checks that run at once')),
  reports: z.exactOptional(
    value(
      z.array(z.string().regex(reportGlob)).min(1),
      'a list of globs of JUnit XML files, from the root of the tree',
    ),
  ),
});

const pathsBelow = z.array(z.string().regex(pathBelow)).min(1);
export const setupCache = z.strictObject({ files: pathsBelow, folders: pathsBelow });
