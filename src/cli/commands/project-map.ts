// `tasklane project map`: what a planner is told about the repository.
import { endpoints } from '../../api/endpoints.ts';
import type { KnowledgeJson } from '../../api/knowledge-schemas.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { openClient } from '../find-daemon.ts';
import { findOrAddProject } from '../find-project.ts';
import { oneLine } from '../text.ts';

export async function showMap(context: Context, ref: string | undefined, flags: OutputFlags): Promise<void> {
  const client = await openClient(context);
  const project = await findOrAddProject(context, client, ref);
  const known = await client.call(endpoints.projectKnowledge, { params: { project: project.id } });
  if (wantsJson(flags)) return printJson(context, known);
  print(context, linesOf(known).join('\n'));
}

function linesOf(known: KnowledgeJson): readonly string[] {
  const { setup, checks } = known.commands;
  const facts = [
    ['commit', known.commit],
    ['files', String(known.files)],
    ['languages', known.languages.map(({ name, files }) => `${name} ${files}`).join(', ') || 'none known'],
    ['manifests', known.manifests.join(', ') || 'none'],
    ['setup', setup?.command ?? 'none found'],
    ['checks', checks.map(({ command }) => command).join(', ') || 'none found'],
    ['guides', known.guides.map(({ path }) => path).join(', ') || 'none'],
    [
      'imported',
      known.imported
        .slice(0, 5)
        .map(({ path, count }) => `${path} by ${count}`)
        .join(', ') || 'nothing by several',
    ],
    ['left out', known.left_out.join(' ') || 'nothing'],
  ] as const;
  return [
    ...facts.map(([name, value]) => `${name.padEnd(11)}${oneLine(value)}`),
    ...known.folders.map(({ path, files }) => `  ${oneLine(path)} (${files})`),
  ];
}
