// Tokens for git hosts. Each is for one host alone, and over TLS unless its key says otherwise: so neither a repository nor
// whoever can change a remote's address sends one somewhere else.
import { z } from 'zod';
import { value } from './allowed.ts';

/** `github.com`, `git.example.com:8443`; a host without TLS is named with its scheme: `http://localhost:3000`. */
const origin = z.string().regex(/^(?:http:\/\/)?[a-z0-9.-]+(?::\d+)?$/);

export const gitTokens = z.record(origin, value(z.string().regex(/^\S+$/), 'a token'), {
  error: 'an object: names of hosts (github.com; http://localhost:3000 for one without TLS) and their tokens',
});
