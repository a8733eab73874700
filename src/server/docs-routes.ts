// The contract about itself: as an OpenAPI document for programs, and as a page for people. Neither needs a token: they say
// what is in the sources, and a browser that opens the page has none. The guard still looks at host and origin.
import { contract } from '../api/contract.ts';
import type { Json } from './openapi/schemas.ts';
import { publicRoute } from './route.ts';
import type { App } from './route.ts';

export function docsRoutes(app: App, version: string): void {
  // Made with the first request: a daemon that nobody asks does not spend the time.
  let made: { readonly document: Json; readonly page: string; readonly policy: string } | null = null;
  const make = async (): Promise<NonNullable<typeof made>> => {
    if (made !== null) return made;
    const [{ openapiDocument }, { docsPage, contentSecurityPolicy }] = await Promise.all([
      import('./openapi/document.ts'),
      import('./openapi/page.ts'),
    ]);
    const document = openapiDocument(version);
    made = { document, page: docsPage(document), policy: contentSecurityPolicy };
    return made;
  };
  publicRoute(app, contract.openapi, async () => ({ ...(await make()).document }));
  publicRoute(app, contract.docs, async ({ context }) => {
    const { page, policy } = await make();
    context.header('content-security-policy', policy);
    context.header('referrer-policy', 'no-referrer');
    return page;
  });
}
