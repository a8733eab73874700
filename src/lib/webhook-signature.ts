// Signatures of webhooks as Standard Webhooks 1.0.0 has them (https://www.standardwebhooks.com), so that receivers check
// them with a library that exists.
import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

export function newSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/** Whether it is `whsec_` and 24 to 64 bytes in base64. */
export function isSecret(text: string): boolean {
  if (!text.startsWith(prefix)) return false;
  const base64 = text.slice(prefix.length);
  const key = Buffer.from(base64, 'base64');
  return key.toString('base64') === base64 && key.length >= 24 && key.length <= 64;
}

/** What is shown of it once it was handed out: enough to tell two apart. */
export function maskSecret(secret: string): string {
  return `${prefix}…${secret.slice(-4)}`;
}

/** The headers of one try; `at` is its time in milliseconds since 1970. */
export function signatureHeaders(
  secret: string,
  message: { readonly id: string; readonly at: number; readonly body: string },
): Readonly<Record<string, string>> {
  const timestamp = String(Math.floor(message.at / 1000));
  const key = Buffer.from(secret.slice(prefix.length), 'base64');
  const signed = `${message.id}.${timestamp}.${message.body}`;
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
  };
}
