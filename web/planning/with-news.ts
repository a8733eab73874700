// What a live message makes of a request that is shown.
import type { RequestJson, RequestNewsJson } from '../../src/api/request-schemas.ts';

/** The request as it is then, the same where it is as new already; null: it must be read again. */
export function withNews(request: RequestJson, news: RequestNewsJson): RequestJson | null {
  const { version } = news.request;
  if (version !== request.version) return version < request.version ? request : null;
  const { activity } = request;
  const missing = news.activities - activity.length;
  if (missing === 0 || news.last === null) return request;
  // More than one line was not heard of, or lines between were left out.
  return missing === 1 ? { ...request, activity: [...activity, news.last] } : null;
}
