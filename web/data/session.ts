// Who the page is for. On localhost the token lives in this origin's storage and is sent as a header: a cookie of localhost
// would go to every other port there, also to a server that an agent wrote. Behind an address of its own it is in a cookie.
const tokenKey = 'tasklane.token';

let inMemory: string | null = null;

export function readToken(): string | null {
  try {
    return localStorage.getItem(tokenKey) ?? inMemory;
  } catch {
    return inMemory; // storage is switched off: it lasts as long as the page
  }
}

export function keepToken(token: string | null): void {
  inMemory = token;
  try {
    if (token === null) localStorage.removeItem(tokenKey);
    else localStorage.setItem(tokenKey, token);
  } catch {
    // It is kept in memory.
  }
}

/** Told when another tab has signed in. Returns how to stop. */
export function whenSignedInElsewhere(listener: () => void): () => void {
  const onStorage = ({ key, newValue }: StorageEvent): void => {
    if (key === tokenKey && newValue !== null) listener();
  };
  window.addEventListener('storage', onStorage);
  return () => window.removeEventListener('storage', onStorage);
}

/** The code of a sign-in link, taken out of the address so that neither history nor a screenshot keeps it. */
export function takeCode(): string | null {
  const code = new URLSearchParams(location.hash.slice(1)).get('code');
  if (code !== null) history.replaceState(null, '', location.pathname + location.search);
  return code;
}

/** Whether a session may be kept in a cookie: never on this very machine. */
export function mayUseCookie(): boolean {
  return location.protocol === 'https:';
}
