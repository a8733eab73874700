// Where a commit, a comparison or a branch can be looked at in a browser, by the address of a remote: a table of the hosts that
// people use, and nothing that asks them. Sources: the address bars of the hosts; for Azure the form with `_git`.

export const gitHosts = ['github', 'gitlab', 'bitbucket', 'gitea', 'azure'] as const;
/** `gitea` is Forgejo and Codeberg too. */
export type GitHost = (typeof gitHosts)[number];

export interface Links {
  readonly commit: string | null;
  /** What the commits up to `to` add to `from`. */
  readonly compare: string | null;
  readonly branch: string | null;
}

interface Template {
  readonly commit: (base: string, commit: string) => string;
  readonly compare: (base: string, from: string, to: string) => string;
  readonly branch: (base: string, branch: string) => string;
}

const templates: Readonly<Record<GitHost, Template>> = {
  github: {
    commit: (base, commit) => `${base}/commit/${commit}`,
    compare: (base, from, to) => `${base}/compare/${from}...${to}`,
    branch: (base, branch) => `${base}/tree/${branch}`,
  },
  gitlab: {
    commit: (base, commit) => `${base}/-/commit/${commit}`,
    compare: (base, from, to) => `${base}/-/compare/${from}...${to}`,
    branch: (base, branch) => `${base}/-/tree/${branch}`,
  },
  bitbucket: {
    commit: (base, commit) => `${base}/commits/${commit}`,
    // The newer side comes first here.
    compare: (base, from, to) => `${base}/branches/compare/${to}%0D${from}`,
    branch: (base, branch) => `${base}/branch/${branch}`,
  },
  gitea: {
    commit: (base, commit) => `${base}/commit/${commit}`,
    compare: (base, from, to) => `${base}/compare/${from}...${to}`,
    branch: (base, branch) => `${base}/src/branch/${branch}`,
  },
  azure: {
    commit: (base, commit) => `${base}/commit/${commit}`,
    compare: (base, from, to) => `${base}/branchCompare?baseVersion=GC${from}&targetVersion=GC${to}`,
    branch: (base, branch) => `${base}?version=GB${encodeURIComponent(branch)}`,
  },
};

/** Of hosts whose name says it. Others are named by the setting `gitHost`. */
function hostOf(name: string): GitHost | null {
  if (name === 'github.com') return 'github';
  if (name === 'bitbucket.org') return 'bitbucket';
  if (name === 'codeberg.org' || /(^|\.)(gitea|forgejo)\./.test(`.${name}`)) return 'gitea';
  if (name === 'dev.azure.com' || name.endsWith('.visualstudio.com')) return 'azure';
  if (/(^|\.)gitlab\./.test(name)) return 'gitlab';
  return /(^|\.)github\./.test(name) ? 'github' : null;
}

interface Place {
  readonly name: string;
  /** The page of the repository, without a slash at its end. */
  readonly base: string;
}

/** Null for a folder, or anything else that has no page. Passwords in an address are left out. */
function placeOf(remote: string): Place | null {
  const scp = /^(?:[\w.-]+@)?([\w.-]+\.[a-z]+):(?!\/\/)(.+)$/i.exec(remote);
  const url = scp === null ? URL.parse(remote) : URL.parse(`ssh://${scp[1]}/${scp[2]?.replace(/^\//, '')}`);
  if (url === null || url.hostname === '' || !/^(?:https?|ssh|git):$/.test(url.protocol)) return null;
  const path = url.pathname.replace(/\/+$/, '').replace(/\.git$/, '');
  if (path === '') return null;
  if (url.hostname === 'ssh.dev.azure.com') {
    const [, , organization, project, repository] = path.split('/');
    return {
      name: 'dev.azure.com',
      base: `https://dev.azure.com/${organization}/${project}/_git/${repository}`,
    };
  }
  // A port of ssh says nothing about the page; that of http is part of its address.
  const web = url.protocol === 'http:' ? 'http' : 'https';
  const port = /^https?:$/.test(url.protocol) && url.port !== '' ? `:${url.port}` : '';
  return { name: url.hostname, base: `${web}://${url.hostname}${port}${path}` };
}

export interface HostedRepository {
  readonly host: GitHost;
  /** Its page, without a slash at its end: `https://github.com/ada/shop`. */
  readonly page: string;
}

/** The repository that a remote leads to, on a host that we know; null for any other. */
export function repositoryAt(remote: string, known: GitHost | null): HostedRepository | null {
  const place = placeOf(remote);
  const host = place === null ? null : (known ?? hostOf(place.name));
  return place === null || host === null ? null : { host, page: place.base };
}

/** The links that make sense for what is known; null where the host is not known. */
export function linksFor(
  remote: string,
  known: GitHost | null,
  {
    commit,
    from,
    to,
    branch,
  }: { commit: string | null; from: string | null; to: string | null; branch: string | null },
): Links | null {
  const repository = repositoryAt(remote, known);
  if (repository === null) return null;
  const { host, page: base } = repository;
  const template = templates[host];
  const path = branch?.split('/').map(encodeURIComponent).join('/') ?? null;
  return {
    commit: commit === null ? null : template.commit(base, commit),
    compare: from === null || to === null ? null : template.compare(base, from, to),
    branch: path === null ? null : template.branch(base, host === 'azure' ? (branch ?? '') : path),
  };
}
