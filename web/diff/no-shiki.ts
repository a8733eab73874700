// Stands in for Shiki's 300 grammars and its WASM engine, which the diffs' library would bring along: code is coloured with its
// other backend, Highlights.
export const bundledLanguages = {};
