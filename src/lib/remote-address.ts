// Whether a text is the address of a git repository elsewhere, and not a path: as git itself tells them apart (git-clone(1), GIT URLS).

const schemes = /^(?:https?|ssh|git|file):\/\/./i;
/** `git@host:path`; without a user it could be a file as well. */
const scp = /^[\w.-]+@[\w.-]+:(?!\/\/)./;

export function isRemoteAddress(text: string): boolean {
  return schemes.test(text) || scp.test(text);
}

/** The repository's own name in it: `shop` of `git@github.com:ada/shop.git`. */
export function nameInAddress(address: string): string {
  const path = address.replace(/[?#].*$/, '').replace(/\/+$/, '');
  return (path.split(/[/:]/).at(-1) ?? '').replace(/\.git$/, '');
}

/** Whether it has a password or token in it. */
export function hasPassword(address: string): boolean {
  const url = URL.parse(address);
  return url !== null && url.password !== '';
}
