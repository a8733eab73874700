// Which Tasklane the tests start.
import { fileURLToPath } from 'node:url';

/** The path of its bin/tasklane.js: that of the sources, or in a whole run what they are published as (scripts/test-program.mjs). */
export const startedProgram =
  process.env['TEST_PROGRAM'] ?? fileURLToPath(new URL('../../bin/tasklane.js', import.meta.url));
