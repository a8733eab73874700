// Which version of a task the caller of a change has read, where they say so.

export function expecting(version: number | undefined): { readonly expectVersion?: number } {
  return version === undefined ? {} : { expectVersion: version };
}
