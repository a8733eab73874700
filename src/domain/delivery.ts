// What became of the person's own repository when a branch moved in the hub.

export type Delivery =
  /** The branch is checked out and the checkout was fast-forwarded. */
  | { readonly kind: 'fast_forwarded' }
  /** The branch is not checked out anywhere (or the repository is bare): only the ref moved. */
  | { readonly kind: 'ref_moved' }
  /** Left alone: the person's own changes, or a newer branch, are in the way. Nothing of theirs was touched. */
  | { readonly kind: 'left_alone'; readonly reason: string; readonly files: readonly string[] };
