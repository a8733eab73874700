// The same cards as plain HTML, all of them in the page and nothing else: what the page is held against.
import { createServer } from 'node:http';
import type { CardJson } from '../../src/api/board-schemas.ts';

export interface PlainPage {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function servePlain(cards: readonly CardJson[]): Promise<PlainPage> {
  const rows = cards.map(
    (card) =>
      `<li class="card"><small>#${card.number} ${card.project_name}</small><b>${card.title}</b><p>${card.brief}</p><small>${card.agent}</small></li>`,
  );
  const style =
    'body{margin:0;font:14px sans-serif}ul{height:100vh;overflow:auto;margin:0}.card{border:1px solid #ccc;border-radius:12px;margin:8px;padding:10px;list-style:none}b{display:block}';
  const html = `<!doctype html><meta charset="utf-8"><title>Plain</title><style>${style}</style><ul>${rows.join('')}</ul>`;
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(html);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/`,
    close: async () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
