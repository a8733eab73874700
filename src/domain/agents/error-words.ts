// What the words of an error are about: the key, the account, the way to the model, or the length of the conversation. Providers have no common codes, and agents pass
// their words on unchanged.

const credentials =
  /\b40[13]\b|unauthori[sz]ed|unauthenticated|forbidden|permission_denied|(invalid|incorrect|missing|expired|no)[ _-]?(api|auth)[ _-]?(key|token)|api[ _-]?key (is )?(not|invalid|missing|required|expired)|authentication (is )?(required|failed|error)|not logged in|login required/i;

const network =
  /\bE(CONNREFUSED|NOTFOUND|CONNRESET|TIMEDOUT|AI_AGAIN|PIPE|HOSTUNREACH|NETUNREACH)\b|fetch failed|socket hang up|connection (error|refused|reset|closed)|network error|\bterminated\b|(status|code|http|error)\D{0,12}\b(5\d\d|429|408)\b|^\W*(5\d\d|429|408)\b|rate.?limit|too many requests|overloaded|service unavailable|bad gateway|gateway timeout|internal server error|resource_exhausted|quota/i;

/** The account has no money, or no plan that covers the request: no waiting helps. */
const unpaid =
  /insufficient[_ ]quota|credit balance is too low|billing (hard limit|details)|payment required|out of credits|\b402\b/i;

/** The request does not fit into what the model can read at once. */
const overflow =
  /context[_ ](length|window)|prompt is too long|input is too long|too many tokens|(token count|tokens).{0,40}exceeds? the (maximum|limit)|maximum context|reduce the length of the (messages|prompt)|request_too_large/i;

export const moneyAdvice =
  'Check the plan and the credit of the account that its key belongs to, then retry.';
export const overflowAdvice =
  'Split the task, or use a model with a larger context: the conversation became too long for this one.';

/** No waiting helps, and the key is right: somebody has to pay. */
export function speaksOfMoney(words: string): boolean {
  return unpaid.test(words);
}

export function speaksOfOverflow(words: string): boolean {
  return overflow.test(words);
}

/** Null: about none of them, as far as one can tell. */
export function codeOfWords(words: string): 'model_credentials' | 'model_network' | 'model_refused' | null {
  if (unpaid.test(words)) return 'model_credentials';
  if (overflow.test(words)) return 'model_refused';
  if (credentials.test(words)) return 'model_credentials';
  return network.test(words) ? 'model_network' : null;
}
