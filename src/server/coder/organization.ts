// Coder's organizations are our projects. Templates are for all of them; where one organization must be named, it is that of
// tasks which name none.
import type { CoderOrganizationJson } from '../../api/coder-schemas.ts';
import { AppError } from '../../domain/errors.ts';
import { CoderError } from './coder-error.ts';
import { nobody, usualProject } from './directory.ts';
import type { CoderDeps, Directory } from './directory.ts';

export interface Organization {
  readonly id: string;
  readonly name: string;
}

/** Null where there are several projects, and none of them is meant by those who name none. */
export async function usualOrganization(deps: CoderDeps, directory: Directory): Promise<Organization | null> {
  try {
    return await usualProject(deps, directory);
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

/** What is said to be the organization of something that belongs to all projects. */
export async function anyOrganization(deps: CoderDeps, directory: Directory): Promise<Organization> {
  const usual = await usualOrganization(deps, directory);
  return usual ?? directory.projects[0] ?? { id: nobody, name: 'tasklane' };
}

/** By id, name or `default`. Throws the 404 of Coder. */
export async function findOrganization(
  deps: CoderDeps,
  directory: Directory,
  ref: string,
): Promise<Organization> {
  if (ref === 'default' || ref === nobody) return anyOrganization(deps, directory);
  const project = directory.project(ref);
  if (project !== null) return project;
  throw new CoderError(404, 'not_found', 'Resource not found or you do not have access to this resource', {
    detail: `There is no project “${ref}”.`,
  });
}

export function organizationJson(
  organization: Organization,
  isDefault: boolean,
  at: string,
): CoderOrganizationJson {
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
