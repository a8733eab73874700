// What happens to projects, on a live stream beside the events of tasks. It has no place in the log, so who comes back after a break
// reads the project anew.
import type { Writable } from 'node:stream';
import type { ProjectNewsJson } from '../api/project-schemas.ts';
import type { Engine } from '../engine/engine.ts';
import { isProjectInScope } from './event-scope.ts';
import type { Scope } from './event-scope.ts';
import { tellBeside } from './tell-beside.ts';

/** To be called when the head of the response is out. Returns how to stop. */
export function followProjects(
  { projectNews }: Pick<Engine, 'projectNews'>,
  scope: Scope,
  response: Writable,
): () => void {
  // A stream about tasks says nothing of their project.
  if (scope.taskIds !== undefined) return () => undefined;
  return projectNews.listen(({ project, change, by, version }) => {
    if (!isProjectInScope(scope, project.id)) return;
    const news: ProjectNewsJson = {
      type: 'project',
      project_id: project.id,
      project_name: project.name,
      change,
      by,
      version,
    };
    tellBeside(response, news);
  });
}
