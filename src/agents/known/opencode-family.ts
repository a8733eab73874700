// What OpenCode and its descendants share: the configuration in which they ask before they act, and the switches for what
// they would do behind our back.
import type { Json } from '../fill.ts';

/** Keys of the providers that they know by themselves, and the address of one that speaks OpenAI's language. */
export const providerKeys: readonly string[] = [
  'OPENAI_API_KEY',
  'OPENAI_BASE_URL',
  'ANTHROPIC_API_KEY',
  'GOOGLE_GENERATIVE_AI_API_KEY',
  'OPENROUTER_API_KEY',
];

/** The address, where there is one, is that of the provider that the model names. */
export const openCodeConfig: Json = {
  autoupdate: false,
  share: 'disabled',
  model: '{model}',
  // Else it titles each session with a model of its own choice.
  small_model: '{model}',
  enabled_providers: ['{provider}'],
  provider: {
    '${OPENAI_BASE_URL:+{provider}}': {
      npm: '@ai-sdk/openai-compatible',
      options: { baseURL: '${OPENAI_BASE_URL}', apiKey: '${OPENAI_API_KEY}' },
      models: { '{modelId}': { tool_call: true, limit: { context: 128_000, output: 8_000 } } },
    },
  },
  permission: { edit: 'ask', bash: 'ask', external_directory: 'ask' },
};

/** Under the name that the program has for itself, such as OPENCODE. */
export function openCodeSwitches(prefix: string): Readonly<Record<string, string>> {
  const off = ['AUTOUPDATE', 'MODELS_FETCH', 'LSP_DOWNLOAD', 'DEFAULT_PLUGINS', 'SHARE'];
  return {
    ...Object.fromEntries(off.map((name) => [`${prefix}_DISABLE_${name}`, '1'])),
    [`${prefix}_PURE`]: '1',
    [`${prefix}_SERVER_PASSWORD`]: '{secret}',
  };
}
