// Who sent a webhook to us: each tracker proves it in a header of its own. Compared in a time that says nothing about the secret.
// Sources: "Validating webhook deliveries" (GitHub), "Secret token" (GitLab), "Webhooks" (Gitea).
import { createHmac } from 'node:crypto';
import { isSameSecret } from './secrets.ts';

export interface SignedHook {
  readonly kind: 'github' | 'gitlab' | 'gitea';
  readonly secret: string;
  /** As it came, byte by byte. */
  readonly body: string;
  /** The header that proves it; undefined when it is missing. */
  readonly proof: string | undefined;
}

/** The header, in lower case. */
export const proofHeader = {
  github: 'x-hub-signature-256',
  gitlab: 'x-gitlab-token',
  gitea: 'x-gitea-signature',
} as const;

export function isProven({ kind, secret, body, proof = '' }: SignedHook): boolean {
  if (kind === 'gitlab') return isSameSecret(proof, secret);
  const digest = createHmac('sha256', secret).update(body).digest('hex');
  return isSameSecret(proof, kind === 'github' ? `sha256=${digest}` : digest);
}
