/** The version that the page was built as; put in by scripts/build-web.mjs. */
declare const __VERSION__: string;
