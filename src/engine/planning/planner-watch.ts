// What a planner does, as lines for whoever waits: made from what its agent says over the protocol.
import type { AgentEvent } from '../../domain/agent-event.ts';
import type { Activity } from '../../domain/planning/activity.ts';

type Line = Omit<Activity, 'at'>;

export class PlannerWatch {
  readonly #tell: (line: Line) => void;
  readonly #tools = new Set<string>();
  #said = '';
  #step = '';
  /** Whether a tool of its has been used with success. */
  hasActed = false;

  constructor(tell: (line: Line) => void) {
    this.#tell = tell;
  }

  see(event: AgentEvent): void {
    switch (event.type) {
      case 'agent.message':
        // More than a line is not shown.
        if (this.#said.length < 2000) this.#said += event.text;
        return;
      case 'agent.tool': {
        const { id, title, status } = event.call;
        if (status === 'completed') this.hasActed = true;
        // A call is told when it is known by name; what comes of it is of no use to somebody who waits.
        if (title.trim() === '' || this.#tools.has(id)) return;
        this.#tools.add(id);
        this.flush();
        this.#tell({ kind: 'tool', text: title });
        return;
      }
      case 'agent.plan': {
        const step = event.entries.find(({ status }) => status === 'in_progress')?.text ?? '';
        if (step === '' || step === this.#step) return;
        this.#step = step;
        this.flush();
        this.#tell({ kind: 'plan', text: step });
        return;
      }
      default:
    }
  }

  /** Tells what it said last. An answer in JSON is for us. */
  flush(): void {
    const [words = ''] = this.#said.split(/^```/m);
    this.#said = '';
    if (words.trim() !== '' && !words.trim().startsWith('{')) this.#tell({ kind: 'said', text: words });
  }
}
