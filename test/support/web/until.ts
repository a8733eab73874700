import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

/** Until something is so, in the page or because of it; whatever it takes, but not for ever. */
export async function until(page: Page, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!(await isSo())) {
    const seen = performance.now() < deadline ? '' : await page.locator('main').innerText();
    assert.ok(performance.now() < deadline, `it did not become so: ${seen.slice(0, 2000)}`);
    await page.waitForTimeout(20);
  }
}
