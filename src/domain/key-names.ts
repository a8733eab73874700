// Which of the variables that an agent is given are keys. The others say where its model is, which one, or how to go on:
// they are no proof that it may use it.

/** The names of keys among names of environment variables. */
export function keyNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => /_(KEY|TOKEN)$/.test(name));
}

/** Those that name an address. */
export function addressNames(names: readonly string[]): readonly string[] {
  return names.filter((name) => /_(URL|ENDPOINT)$/.test(name));
}
