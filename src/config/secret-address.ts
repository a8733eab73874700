// Addresses that may hold a password, as people may see them.

/**
 * The address with every password in it as `***`. It need not be a valid one: what somebody mistyped holds their password
 * all the same. So everything up to the last `@` counts as the user's part, rather too much than too little.
 */
export function withoutPassword(address: string): string {
  return address
    .replace(/^([^:]*:\/\/[^:@/?#]*):.*@/s, '$1:***@')
    .replaceAll(/([?&][^=&]*password=)[^&#]*/gi, '$1***');
}
