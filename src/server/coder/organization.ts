// Coder's organizations are our projects. Templates are for all of them; where one organization must be named, it is that of
// tasks which name none.
import type { Project } from '../../domain/project.ts';
import { CoderError } from './coder-error.ts';
import { nobody, usualProject } from './directory.ts';
import type { CoderDeps, Directory } from './directory.ts';

export type Organization = Pick<Project, 'id' | 'name'> | { readonly id: string; readonly name: string };

export async function usualOrganization(deps: CoderDeps, directory: Directory): Promise<Organization> {
  try {
    return await usualProject(deps, directory);
  } catch {
    // None, or several and none of them is the usual one: a list of templates is still a list.
    return directory.projects[0] ?? { id: nobody, name: 'tasklane' };
  }
}

/** By id, name or `default`. Throws the 404 of Coder. */
export async function findOrganization(
  deps: CoderDeps,
  directory: Directory,
  ref: string,
): Promise<Organization> {
  if (ref === 'default' || ref === nobody) return usualOrganization(deps, directory);
  const project = directory.project(ref);
  if (project !== null) return project;
  throw new CoderError(404, 'not_found', 'Resource not found or you do not have access to this resource', {
    detail: `There is no project “${ref}”.`,
  });
}

export function organizationJson(organization: Organization, isDefault: boolean, at: string): object {
  return {
    id: organization.id,
    name: organization.name,
    display_name: organization.name,
    icon: '',
    description: '',
    created_at: at,
    updated_at: at,
    is_default: isDefault,
  };
}
