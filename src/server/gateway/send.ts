// One request to a provider over a connection that may be kept from before. Redirects are never followed: the key would go
// wherever somebody points. Nothing is tried twice here: agents do that by themselves, and it is to be seen in their log.
import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';

export interface Send {
  readonly url: URL;
  readonly method: string;
  readonly headers: OutgoingHttpHeaders;
  readonly body: Buffer;
  /** Ends the request, and the answer while it is read. */
  readonly signal: AbortSignal;
}

export type Sender = (send: Send) => Promise<IncomingMessage>;

/** The proxy that the person's environment names is used as other programs do (HTTPS_PROXY, NO_PROXY). */
export function createSender(environment: Readonly<Record<string, string | undefined>>): {
  readonly send: Sender;
  /** Closes the connections that are kept. */
  readonly close: () => void;
} {
  const proxyEnv = Object.fromEntries(
    ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy']
      .map((name) => [name, environment[name]] as const)
      .filter(([, value]) => value !== undefined && value !== ''),
  );
  const options = { keepAlive: true, scheduling: 'lifo', proxyEnv } as const;
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  return {
    send: (send) => sendOnce(send, agents),
    close: () => {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

interface Agents {
  readonly http: HttpAgent;
  readonly https: HttpsAgent;
}

function sendOnce({ url, method, headers, body, signal }: Send, agents: Agents): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const isTls = url.protocol === 'https:';
    const sent = (isTls ? requestHttps : requestHttp)(url, {
      method,
      headers,
      agent: isTls ? agents.https : agents.http,
    });
    // Not as the option of that name: the connection would listen to it as well, and be torn from under a later request.
    // Without an error: where all of the answer has come, the connection is nobody's, and nobody would hear it.
    const onAbort = (): void => void sent.destroy();
    signal.addEventListener('abort', onAbort, { once: true });
    sent.once('close', () => signal.removeEventListener('abort', onAbort));
    if (signal.aborted) onAbort();
    sent.once('response', resolve);
    sent.on('error', reject);
    sent.end(body);
  });
}
