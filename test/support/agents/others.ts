// Two unmodified agents of others that come with the packages: how each is asked for, and led to the scripted model.
export const others = [
  {
    name: 'qwen',
    flags: [],
    env: (url: string) => ({
      OPENAI_API_KEY: 'fake-key',
      OPENAI_BASE_URL: `${url}/v1`,
      OPENAI_MODEL: 'scripted-model',
    }),
  },
  {
    name: 'gemini',
    flags: ['--model', 'google/gemini-2.5-flash'],
    env: (url: string) => ({ GEMINI_API_KEY: 'fake-key', GOOGLE_GEMINI_BASE_URL: url }),
  },
] as const;
