// Issue trackers, as they are configured: whose address, which kind, and where the token is.
import { z } from 'zod';
import { trackerKinds } from '../domain/planning/issue.ts';
import { isHttp } from './addresses.ts';
import { fields, oneOf, value } from './allowed.ts';

const variable = value(
  z.string().regex(/^[A-Za-z_]\w*$/),
  'the name of an environment variable of the daemon',
);

export const issueTrackers = z.record(
  z.string().refine(isHttp),
  fields({ kind: oneOf(trackerKinds), tokenEnv: z.exactOptional(variable) }),
  { error: 'an object: the address of each tracker, with its kind and perhaps tokenEnv' },
);
