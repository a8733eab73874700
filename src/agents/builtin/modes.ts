// The modes of a session, in the protocol's form.
import type { SessionModeState } from '@agentclientprotocol/sdk';
import type { Mode } from './conversation.ts';

export function modesAt(current: Mode): SessionModeState {
  return {
    currentModeId: current,
    availableModes: [
      { id: 'ask', name: 'Ask', description: 'Asks before it edits files or runs commands' },
      {
        id: 'auto',
        name: 'Auto',
        description: 'Edits files and runs commands in the workspace without asking',
      },
    ],
  };
}
