// The providers' own packages, behind one function.
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle } from '@ai-sdk/google';
import { createOpenAI } from '@ai-sdk/openai';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModel } from 'ai';
import type { ModelChoice } from './settings.ts';

export function connect(choice: ModelChoice): LanguageModel {
  const { id, baseUrl: baseURL } = choice;
  const options = choice.apiKey === null ? { baseURL } : { baseURL, apiKey: choice.apiKey };
  switch (choice.provider) {
    case 'openai':
      return createOpenAI(options)(id);
    case 'anthropic':
      return createAnthropic(options)(id);
    case 'google':
      return createGoogle(options)(id);
    case 'openai-compatible':
      return createOpenAICompatible({ ...options, name: 'openai-compatible', includeUsage: true })(id);
  }
}
