// What the words of an error are about: the key, or the way to the model. Providers have no common codes, and agents pass
// their words on unchanged.

const credentials =
  /\b40[13]\b|unauthori[sz]ed|unauthenticated|forbidden|permission_denied|(invalid|incorrect|missing|expired|no)[ _-]?(api|auth)[ _-]?(key|token)|api[ _-]?key (is )?(not|invalid|missing|required|expired)|authentication (is )?(required|failed|error)|not logged in|login required/i;

const network =
  /\bE(CONNREFUSED|NOTFOUND|CONNRESET|TIMEDOUT|AI_AGAIN|PIPE|HOSTUNREACH|NETUNREACH)\b|fetch failed|socket hang up|connection (error|refused|reset|closed)|network error|\bterminated\b|(status|code|http|error)\D{0,12}\b(5\d\d|429|408)\b|^\W*(5\d\d|429|408)\b|rate.?limit|too many requests|overloaded|service unavailable|bad gateway|gateway timeout|internal server error|resource_exhausted|quota/i;

/** Null: about neither, as far as one can tell. */
export function codeOfWords(words: string): 'model_credentials' | 'model_network' | null {
  if (credentials.test(words)) return 'model_credentials';
  return network.test(words) ? 'model_network' : null;
}
