import { Dialog } from '../ui/dialog.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { overlays } from './overlays.ts';

const groups: readonly (readonly [
  title: string,
  keys: readonly (readonly [what: string, keys: string])[],
])[] = [
  [
    'Everywhere',
    [
      ['Search and commands', '⌘ K'],
      ['New task', 'C'],
      ['Go to dependencies, jobs', 'G then D J'],
      ['Go to the board, planning, inbox, queue, usage, settings', 'G then B P I Q U S'],
      ['Move a draft of a plan, on its handle', '↑ ↓'],
      ['Search the board', '/'],
      ['Allow or deny what an agent asks', 'Alt Y N'],
      ['Give a proposed answer', 'Alt 1 … 9'],
      ['Ask me later', 'Alt L'],
      ['These shortcuts', '?'],
    ],
  ],
  [
    'On the board',
    [
      ['From card to card', '← ↑ ↓ →'],
      ['Open', '↵'],
      ['Select', 'X'],
      ['Move a waiting task', 'Alt ↑ ↓'],
      ['Accept a draft, apply what is ready', 'A'],
      ['Retry or resume', 'R'],
      ['Pause', 'P'],
      ['Dismiss', 'D'],
    ],
  ],
  [
    'In a task',
    [
      ['Thread, review, preview, conflicts, variants', '1 … 5'],
      ['Write to the agent', 'M'],
      ['Next and previous file', 'N P'],
      ['Next and previous line, with ⇧ several', 'J K'],
      ['Comment on them', 'C'],
      ['Mark the file as viewed', 'V'],
      ['Back to the board', 'Esc'],
    ],
  ],
];

export function ShortcutSheet({ isOpen }: { isOpen: boolean }) {
  return (
    <Dialog title="Keyboard shortcuts" isOpen={isOpen} onClose={() => overlays.close()}>
      <div
        tabIndex={0}
        role="group"
        aria-label="All shortcuts"
        className="grid gap-6 overflow-y-auto p-5 sm:grid-cols-2"
      >
        {groups.map(([title, keys]) => (
          <section key={title}>
            <h2 className="text-faint mb-2 text-xs font-medium">{title}</h2>
            <dl className="flex flex-col gap-1.5">
              {keys.map(([what, each]) => (
                <div key={what} className="flex items-center gap-2 text-sm">
                  <dt className="flex-1">{what}</dt>
                  <dd className="flex gap-1">
                    {each.split(' ').map((one) => (
                      <Kbd key={one}>{one}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
