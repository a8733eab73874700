// `tasklane open`: an address that opens the web page signed in. The code in it works once, and for a minute; it is printed
// and not handed to a browser's command line, which every process of the machine could read.
import { endpoints } from '../../api/endpoints.ts';
import { isSameReader, print, printJson, say, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';

export async function openPage(context: Context, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const link = await client.call(endpoints.createLoginLink);
  if (wantsJson(flags)) return printJson(context, link);
  print(context, link.url);
  if (isSameReader(context)) say(context, 'Open it within a minute; it works once.');
}
