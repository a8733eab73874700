import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../domain/errors.ts';
import { patchOf } from './patch.ts';

const plain = `diff --git a/src/a.ts b/src/a.ts
index 1..2 100644
--- a/src/a.ts
+++ b/src/a.ts
@@ -1 +1,2 @@
-old
+diff --git a/x b/x
+++ b/src/b.ts
`;
const renamed = `diff --git a/one.txt b/two words.txt
similarity index 100%
rename from one.txt
rename to two words.txt
`;
const quoted = `diff --git "a/gr\\303\\274n\\tx" "b/gr\\303\\274n\\tx"
new file mode 100644
--- /dev/null
+++ "b/gr\\303\\274n\\tx"
@@ -0,0 +1 @@
+x
`;
const patch = plain + renamed + quoted;

test('the part of one file is taken out, by its old or new name, also a quoted one', () => {
  assert.equal(patchOf(patch, 'src/a.ts'), plain);
  assert.equal(patchOf(patch, 'one.txt'), renamed);
  assert.equal(patchOf(patch, 'two words.txt'), renamed);
  assert.equal(patchOf(patch, 'grün\tx'), quoted);
});

test('what a file says is no file', () => {
  for (const path of ['x', 'src/b.ts', 'a/src/a.ts', ''])
    assert.throws(
      () => patchOf(patch, path),
      (error) => error instanceof AppError && error.code === 'not_found',
    );
});
