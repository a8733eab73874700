// The providers of models that the gateway stands in for, by the variables in which agents look for their key and address.

export interface Provider {
  readonly name: string;
  /** The first that is set counts. */
  readonly keys: readonly string[];
  /** The variable with its address, for agents that can be given another. */
  readonly address: string;
  /** The provider's own; null = there is none, and only what somebody sets is reached. */
  readonly home: string | null;
}

export const llmProviders: readonly Provider[] = [
  {
    name: 'openai',
    keys: ['OPENAI_API_KEY'],
    address: 'OPENAI_BASE_URL',
    home: 'https://api.openai.com/v1',
  },
  {
    name: 'anthropic',
    keys: ['ANTHROPIC_API_KEY'],
    address: 'ANTHROPIC_BASE_URL',
    home: 'https://api.anthropic.com',
  },
  {
    name: 'google',
    keys: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY'],
    address: 'GOOGLE_GEMINI_BASE_URL',
    home: 'https://generativelanguage.googleapis.com',
  },
  // What only our own agent asks: any server that speaks OpenAI's language.
  { name: 'compatible', keys: ['TASKLANE_API_KEY'], address: 'TASKLANE_BASE_URL', home: null },
];

export interface Upstream {
  readonly provider: string;
  /** Where the provider is: scheme, host and the path before that of a request. */
  readonly address: string;
  /** Null: it wants none. */
  readonly key: string | null;
}
