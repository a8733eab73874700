// What Coder's clients ask of a site before anything else: which version it is, who they are, and which organizations there are.
import type { Actor } from '../../domain/access.ts';
import type { User } from '../../domain/user.ts';
import { time } from '../present.ts';
import type { App } from '../route.ts';
import { coderPrefixes } from './coder-error.ts';
import { coderRoute } from './coder-route.ts';
import { Directory } from './directory.ts';
import type { CoderDeps } from './directory.ts';
import { findOrganization, organizationJson, usualOrganization } from './organization.ts';

export function coderSiteRoutes(app: App, deps: CoderDeps & { readonly origin: OriginOf }): void {
  const { engine, version } = deps;
  for (const prefix of coderPrefixes)
    app.get(`${prefix}/buildinfo`, (context) =>
      context.json(buildInfo(version, deps.origin(context.req.header('host')))),
    );
  const action = 'self.read';
  coderRoute(app, engine, { method: 'GET', path: '/users/:user', action }, async (call) => {
    const user = await engine.accounts.user(call.param('user'), call.actor);
    return { status: 200, json: userJson(user, await reachable(deps, call.actor)) };
  });
  coderRoute(
    app,
    engine,
    { method: 'GET', path: '/users/:user/organizations', action: 'project.read' },
    async (call) => {
      await engine.accounts.user(call.param('user'), call.actor);
      const directory = await Directory.read(deps, call.access.reach);
      const usual = await usualOrganization(deps, directory);
      const json = directory.projects.map((project) =>
        organizationJson(project, project.id === usual?.id, time(project.createdAt)),
      );
      return { status: 200, json };
    },
  );
  coderRoute(
    app,
    engine,
    { method: 'GET', path: '/organizations/:organization', action: 'project.read' },
    async (call) => {
      const directory = await Directory.read(deps, call.access.reach);
      const found = await findOrganization(deps, directory, call.param('organization'));
      const usual = await usualOrganization(deps, directory);
      const at = directory.projects.find((project) => project.id === found.id)?.createdAt ?? 0;
      return { status: 200, json: organizationJson(found, found.id === usual?.id, time(at)) };
    },
  );
}

/** The address under which people reach this server, from the Host of a request. */
export type OriginOf = (host: string | undefined) => string;

function buildInfo(version: string, origin: string): object {
  return {
    external_url: origin,
    version: `v${version}`,
    dashboard_url: origin,
    telemetry: false,
    workspace_proxy: false,
    agent_api_version: '2.0',
    provisioner_api_version: '1.0',
    deployment_id: '',
    upgrade_message: upgradeMessage(version, origin),
  };
}

/** What a client of another version is told to run. */
function upgradeMessage(version: string, origin: string): string {
  return `download v${version} with: 'curl -fsSL ${origin}/install.sh | sh'`;
}

async function reachable({ engine }: CoderDeps, actor: Actor): Promise<readonly string[]> {
  const reach = actor.role === 'admin' ? actor.projects : [...actor.memberships.keys()];
  return (await engine.projects(reach)).map((project) => project.id);
}

function userJson(user: User, organizations: readonly string[]): object {
  return {
    id: user.id,
    username: user.name,
    avatar_url: '',
    name: '',
    email: user.email ?? '',
    created_at: time(user.createdAt),
    updated_at: time(user.createdAt),
    last_seen_at: time(user.createdAt),
    status: user.state,
    login_type: user.subject === null ? 'password' : 'none',
    theme_preference: '',
    organization_ids: [...organizations],
    roles: user.role === 'admin' ? [{ name: 'owner', display_name: 'Owner' }] : [],
  };
}
