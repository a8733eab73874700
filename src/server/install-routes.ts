// `curl -fsSL https://…/install.sh | sh`: the command line of exactly this server, on a machine that has Node. Needs no token: there
// is nothing in it that is not in the published program.
import { readFileSync } from 'node:fs';
import { fill } from '../lib/template.ts';
import type { App } from './route.ts';

export interface CliPackage {
  /** `tasklane-0.1.0.tgz`. */
  readonly name: string;
  readonly bytes: Buffer;
  /** In hex. */
  readonly sha256: string;
}

export interface InstallOptions {
  readonly version: string;
  readonly cliPackage: () => Promise<CliPackage>;
  /** The address under which people reach this server, from the Host of a request. */
  readonly origin: (host: string | undefined) => string;
}

const scriptPath = '/install.sh';
const packagePath = '/install/tasklane.tgz';

export function installRoutes(app: App, { version, cliPackage, origin }: InstallOptions): void {
  app.get(scriptPath, async (context) => {
    const { sha256 } = await cliPackage();
    const url = origin(context.req.header('host'));
    const template = readFileSync(new URL('install.sh', import.meta.url), 'utf8');
    const script = fill(template, { version, url, package: `${url}${packagePath}`, sha256 });
    return context.text(`${script}\n`);
  });
  app.get(packagePath, async (context) => {
    const { name, bytes } = await cliPackage();
    context.header('content-type', 'application/gzip');
    context.header('content-disposition', `attachment; filename="${name}"`);
    return context.body(new Uint8Array(bytes));
  });
}

export function isInstallCall(method: string, path: string): boolean {
  return (method === 'GET' || method === 'HEAD') && (path === scriptPath || path === packagePath);
}
