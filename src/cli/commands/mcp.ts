// `tasklane mcp`: an MCP server on standard input and output, for clients that start one as a program.
import type { Context } from '../context.ts';
import { say } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { messageOf } from '../../api/errors.ts';
import { McpBridge } from '../mcp-bridge.ts';
import { lines } from '../mcp-lines.ts';

export async function mcp(context: Context): Promise<ExitCode> {
  if (context.stdin.isTTY === true)
    say(context, 'tasklane: this is for MCP clients, which start it as a program; Ctrl-C ends it');
  const bridge = new McpBridge({
    open: () => openClient(context),
    write: (message) => void context.stdout.write(`${JSON.stringify(message)}\n`),
    warn: (text) => say(context, `tasklane: ${text}`),
  });
  // Begins now, so that a daemon that has to be started is there when the first message is.
  bridge.warmUp();
  try {
    for await (const line of lines(context.stdin)) bridge.take(line);
  } catch (error) {
    say(context, `tasklane: standard input cannot be read: ${messageOf(error)}`);
    return exitCodes.failure;
  } finally {
    await bridge.end();
  }
  return exitCodes.ok;
}
