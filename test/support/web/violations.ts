// What axe finds on a page, one line each.
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** `where` is put before each line. */
export async function violations(page: Page, where: string): Promise<readonly string[]> {
  const { violations: found } = await new AxeBuilder({ page })
    // Without it, a page of axe's own is opened for each look.
    .setLegacyMode(true)
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  return found.flatMap(({ id, nodes }) =>
    nodes
      .slice(0, 3)
      .map((node) => `${where}: ${id}: ${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`),
  );
}

/** The same in one of the two themes. */
export async function violationsIn(page: Page, theme: 'light' | 'dark'): Promise<readonly string[]> {
  await page.emulateMedia({ colorScheme: theme });
  return violations(page, theme);
}
