// An edit of several texts that began from what was read, and what somebody else has made of the same meanwhile.
type Texts<Name extends string> = Readonly<Record<Name, string>>;

/** The fields that both have changed, and not to the same. */
export function clashesBetween<Name extends string>(
  names: readonly Name[],
  { base, mine }: { readonly base: Texts<Name>; readonly mine: Texts<Name> },
  theirs: Texts<Name>,
): readonly Name[] {
  return names.filter(
    (name) => base[name] !== mine[name] && base[name] !== theirs[name] && mine[name] !== theirs[name],
  );
}

/** What I have on top of what is theirs: what was not touched here is theirs. */
export function rebased<Fields extends Readonly<Record<keyof Fields, string>>>(
  { base, mine }: { readonly base: Fields; readonly mine: Fields },
  theirs: Fields,
): Fields {
  const changed = Object.entries<string>(mine).filter(([name, text]) => base[name as keyof Fields] !== text);
  return { ...theirs, ...Object.fromEntries(changed) };
}
