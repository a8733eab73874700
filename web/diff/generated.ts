// Files that a program wrote: nobody reads them line by line, so they are folded until somebody opens one.
const names =
  /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|deno\.lock|Cargo\.lock|go\.sum|poetry\.lock|uv\.lock|Pipfile\.lock|composer\.lock|Gemfile\.lock|mix\.lock|flake\.lock|gradle\.lockfile|Package\.resolved|pubspec\.lock)$/;
const endings =
  /\.(?:min\.(?:js|css|mjs)|(?:js|css|mjs)\.map|pb\.(?:go|cc|h)|g\.dart|designer\.cs|snap)$|_pb2(?:_grpc)?\.pyi?$|\.generated\.[^./]+$/i;
const folders = /(?:^|\/)(?:node_modules|dist|vendor|third_party|__generated__|__snapshots__)\//;
/** What generators write into the head of their files, by convention (`@generated`; Go's `DO NOT EDIT`). */
const heads =
  /@generated\b|\bcode generated\b.*\bdo not edit\b|\bthis file (?:is|was) (?:auto-?)?generated\b/i;
const headLines = 12;

/** By its name, or by what its first lines say where the patch shows them. */
export function isGenerated(path: string, patch: string): boolean {
  if (names.test(path) || endings.test(path) || folders.test(path)) return true;
  const [, body] = /^@@ -[01](?:,\d+)? \+[01](?:,\d+)? @@.*\n([\s\S]*)/m.exec(patch.slice(0, 4000)) ?? [];
  return body !== undefined && heads.test(body.split('\n', headLines).join('\n'));
}
