// How finished work comes to the branch.

/**
 * `merge`: with a merge commit, or as it is where the branch has not moved since it began. `squash`: as one commit.
 * `rebase`: its own commits, made anew on top of the branch.
 */
export const mergeMethods = ['merge', 'squash', 'rebase'] as const;
export type MergeMethod = (typeof mergeMethods)[number];

/** Who merges: the queue here, or a git host that is asked by a pull request. */
export const applyWays = ['queue', 'pull_request'] as const;
