#!/bin/sh
# Installs the Tasklane command line {{version}} of {{url}} for the person who runs it:
#   curl -fsSL {{url}}/install.sh | sh
# TASKLANE_INSTALL_DIR: where it is kept (default: ~/.local/share/tasklane/cli); TASKLANE_BIN_DIR: where the commands are put
# (default: ~/.local/bin). `coder` is put there too, unless there is another program of that name.
set -eu

main() {
  version='{{version}}'
  package='{{package}}'
  sha256='{{sha256}}'
  keep="${TASKLANE_INSTALL_DIR:-$HOME/.local/share/tasklane/cli}"
  bin="${TASKLANE_BIN_DIR:-$HOME/.local/bin}"

  command -v node >/dev/null || fail 'Node 24 or newer is needed, and there is no program “node”.' 'Install it: https://nodejs.org'
  major=$(node -p 'parseInt(process.versions.node)')
  [ "$major" -ge 24 ] || fail "Node 24 or newer is needed; this is $(node --version)." 'Install it: https://nodejs.org'
  command -v tar >/dev/null || fail 'There is no program “tar”.' 'Install it.'

  mkdir -p "$keep" "$bin"
  new=$(mktemp -d "$keep/new.XXXXXX")
  trap 'rm -rf "$new"' EXIT
  fetch "$package" "$new/package.tgz"
  found=$(digest "$new/package.tgz")
  [ "$found" = "$sha256" ] || fail "The package was damaged on its way: its SHA-256 is $found, not $sha256." 'Try again.'
  tar -xzf "$new/package.tgz" -C "$new"
  rm -rf "$keep/$version"
  mv "$new/tasklane" "$keep/$version"
  chmod +x "$keep/$version/bin/tasklane.js"

  link tasklane
  link coder
  echo "Tasklane $version is installed: $bin/tasklane"
  case ":$PATH:" in *":$bin:"*) ;; *) echo "Put it into your PATH:  export PATH=\"$bin:\$PATH\"" ;; esac
  echo 'Sign in:  tasklane login {{url}}'
}

# Whatever of that name is not ours stays as it is.
link() {
  if [ -e "$bin/$1" ] && ! readlink "$bin/$1" 2>/dev/null | grep -q "^$keep/"; then
    echo "$bin/$1 is another program, and stays."
    return
  fi
  ln -sf "$keep/$version/bin/tasklane.js" "$bin/$1"
}

fetch() {
  if command -v curl >/dev/null; then curl -fsSL "$1" -o "$2"
  elif command -v wget >/dev/null; then wget -qO "$2" "$1"
  else fail 'There is neither “curl” nor “wget”.' 'Install one of them.'; fi
}

digest() {
  node -e "process.stdout.write(require('node:crypto').createHash('sha256').update(require('node:fs').readFileSync(process.argv[1])).digest('hex'))" "$1"
}

fail() {
  echo "install.sh: $1" >&2
  echo "  next: $2" >&2
  exit 1
}

# Called last, so that half of a script that was cut on its way does nothing.
main
