// Whether a card is among those that were asked for: each word must be in its number, title, name or project.
import type { CardJson } from '../../src/api/board-schemas.ts';
import type { BoardSearch } from './board-search.ts';
import { needsPerson } from '../data/columns.ts';

export function fits(card: CardJson, { project, agent, state, q }: BoardSearch): boolean {
  if (project !== undefined && card.project_name !== project && card.project_id !== project) return false;
  if (agent !== undefined && card.agent !== agent) return false;
  if (state === 'attention' && !needsPerson(card)) return false;
  if (state !== undefined && state !== 'attention' && card.state !== state) return false;
  if (q === undefined) return true;
  const text = `#${card.number} ${card.title} ${card.name} ${card.project_name} ${card.agent}`.toLowerCase();
  return q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
