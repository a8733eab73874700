// Loaded into the process of each test file. Node limits the time of a test, but not of a file: one forgotten server or
// timer would keep it, and the whole run, alive for ever.
const fileTimeoutMs = Number(process.env.TEST_FILE_TIMEOUT_MS ?? 600_000);

// The runner itself loads this module as well; only the processes it starts have this variable.
if (process.env.NODE_TEST_CONTEXT !== undefined) setTimeout(giveUp, fileTimeoutMs).unref();

function giveUp() {
  const open = process.getActiveResourcesInfo().join(', ');
  process.stderr.write(`${process.argv[1]} did not end within ${fileTimeoutMs} ms. Still open: ${open}\n`);
  process.exit(1);
}
