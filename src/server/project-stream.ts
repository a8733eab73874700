// What happens to projects, on a live stream beside the events of tasks. It has no place in the log, so who comes back after a break
// reads the project anew.
import type { Writable } from 'node:stream';
import type { ProjectNewsJson } from '../api/project-schemas.ts';
import { isWithin } from '../domain/access.ts';
import type { Engine } from '../engine/engine.ts';
import type { Scope } from './event-scope.ts';

/** To be called when the head of the response is out. Returns how to stop. */
export function followProjects(
  { projectNews }: Pick<Engine, 'projectNews'>,
  { reach = null, projectId, taskIds }: Scope,
  response: Writable,
): () => void {
  // A stream about tasks says nothing of their project.
  if (taskIds !== undefined) return () => undefined;
  return projectNews.listen(({ project, change, by, version }) => {
    if (!isWithin(reach, project.id) || (projectId !== undefined && project.id !== projectId)) return;
    if (response.writableEnded || response.destroyed) return;
    const news: ProjectNewsJson = {
      type: 'project',
      project_id: project.id,
      project_name: project.name,
      change,
      by,
      version,
    };
    response.write(`event: project\ndata: ${JSON.stringify(news)}\n\n`);
  });
}
