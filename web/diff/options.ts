// How every diff looks.
export const themes = { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' } as const;

/** Longer lines are shown as plain text: comparing their words costs the square of their length. */
const longestLine = 2000;

export const diffOptions = {
  theme: themes,
  diffIndicators: 'classic',
  hunkSeparators: 'line-info',
  overflow: 'wrap',
  lineDiffType: 'word-alt',
  maxLineDiffLength: longestLine,
  tokenizeMaxLineLength: longestLine,
  // The background of the page: that of the theme is black in the dark.
  unsafeCSS: ':host, pre { --diffs-light-bg: var(--c-surface); --diffs-dark-bg: var(--c-surface); }',
} as const;
