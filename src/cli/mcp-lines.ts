// Messages of MCP on standard input: one JSON text a line (modelcontextprotocol.io, transports, stdio).
import { StringDecoder } from 'node:string_decoder';

/** More than the daemon takes (1 MiB); a line without an end must not fill the memory. */
const longest = 4 * 1024 * 1024;

/** The lines of a stream, without empty ones; also a last one without its end. Throws for one that is too long. */
export async function* lines(
  stream: AsyncIterable<Buffer | string>,
): AsyncGenerator<string, void, undefined> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of stream) {
    const [first = '', ...others] = (typeof chunk === 'string' ? chunk : decoder.write(chunk)).split('\n');
    rest += first;
    for (const next of others) {
      if (rest.trim() !== '') yield rest;
      rest = next;
    }
    if (rest.length > longest) throw new Error(`a line is longer than ${longest} characters`);
  }
  if (rest.trim() !== '') yield rest;
}
