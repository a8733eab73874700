// Names under which the model knows the tools of MCP servers. Providers take 64 letters, digits, `_` and `-`; servers may
// call themselves and their tools anything.
import { createHash } from 'node:crypto';

const maxLength = 64;

/** `mcp__server__tool`; another one for each pair, and the same one each time. */
export function toolNameOf(server: string, tool: string): string {
  // In the name of a server two of them would be taken for its end.
  const place = clean(server).replaceAll(/_{2,}/g, '_');
  const name = `mcp__${place}__${clean(tool)}`;
  const isExact = place === server && clean(tool) === tool && name.length <= maxLength;
  // What was changed may now be like another's name.
  return isExact ? name : `${name.slice(0, maxLength - 9)}_${digest(`${server}\0${tool}`)}`;
}

function clean(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]/g, '_');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}
