// Reads what an event says. A newer daemon may say more, or otherwise: what is not as expected reads as nothing.
export type Data = Readonly<Record<string, unknown>>;

export function text(data: Data, name: string): string {
  const value = data[name];
  return typeof value === 'string' ? value : '';
}

export function number(data: Data, name: string): number | null {
  const value = data[name];
  return typeof value === 'number' ? value : null;
}

export function record(data: Data, name: string): Data {
  const value = data[name];
  return isRecord(value) ? value : {};
}

export function list(data: Data, name: string): readonly Data[] {
  const value = data[name];
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function isRecord(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
