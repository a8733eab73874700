// Says in a corner what was done, or why not. What shows it is loaded behind the page, which has nothing to say at first.
import type { ExternalToast } from 'sonner';

/** More of it, how long it stays, and what can be done about it. */
type More = Pick<ExternalToast, 'description' | 'duration' | 'action'>;

export const toast = {
  message: (text: string, more?: More): void => say('message', text, more),
  success: (text: string, more?: More): void => say('success', text, more),
  error: (text: string, more?: More): void => say('error', text, more),
};

function say(kind: 'message' | 'success' | 'error', text: string, more: More | undefined): void {
  import('./toasts.tsx').then(
    async ({ toaster }) => (await toaster)[kind](text, more),
    () => undefined, // it was not there when the page began either; where it matters the page itself says what is wrong
  );
}
