import 'react';

declare global {
  /** The version that the page was built as; put in by scripts/build-web.mjs. */
  const __VERSION__: string;
}

declare module 'react' {
  interface CSSProperties {
    /** How far along a line of time something is, from 0 to 1. */
    '--at'?: number;
  }
}
