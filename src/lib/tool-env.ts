// The environment of commands that we run in a workspace (setup, checks). It starts empty: keys and tokens of the person
// who started the daemon must not reach code that an agent wrote. What is let through are places of toolchains and
// what a network needs.

const harmless = [
  'PATH',
  'LANG',
  'LC_ALL',
  'TZ',
  'SHELL',
  'USER',
  'LOGNAME',
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NODE_EXTRA_CA_CERTS',
  'JAVA_HOME',
  'GOROOT',
  'GOMODCACHE',
  'CARGO_HOME',
  'RUSTUP_HOME',
  'PYENV_ROOT',
  'NVM_DIR',
  'VOLTA_HOME',
  'ANDROID_HOME',
  'DOTNET_ROOT',
];

/** `home` becomes HOME: a folder of the task's own. */
export function toolEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  home: string,
): Record<string, string> {
  const made: Record<string, string> = { HOME: home, CI: 'true', NO_COLOR: '1' };
  for (const name of harmless) {
    const value = environment[name];
    if (value !== undefined) made[name] = value;
  }
  return made;
}
