// Sizes on disk, as people read them.

const units = ['KiB', 'MiB', 'GiB', 'TiB'];

/** `512 B`, `3.4 MiB`, `120 GiB`. */
export function inBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  let value = bytes / 1024;
  let unit = 0;
  while (value >= 1023.5 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${units[unit] ?? ''}`;
}
