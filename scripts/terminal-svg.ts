// A screen of a terminal as a picture: text with its colours as SVG, so that it stays sharp, small and readable in a diff.

export interface Picture {
  /** Lines of text with SGR sequences (colours, bold, dim) and no other ones, as `tmux capture-pane -e -p` gives them. */
  readonly screen: string;
  readonly columns: number;
  /** For those who cannot see it. */
  readonly title: string;
}

interface Look {
  readonly bold: boolean;
  readonly dim: boolean;
  readonly color: string | null;
}

interface Run {
  readonly column: number;
  readonly text: string;
  readonly look: Look;
}

const cell = { width: 7.8, height: 18 } as const;
const margin = 16;
const plain: Look = { bold: false, dim: false, color: null };
const ink = '#d8dee6';
const paper = '#10151c';
// The eight colours of a terminal, as they read on the dark paper; bright ones are the same here.
const colors = ['#5c6773', '#f07178', '#a6cc70', '#ffcc66', '#6cb6ff', '#d2a6ff', '#5ccfe6', '#e6e1cf'];

export function terminalSvg({ screen, columns, title }: Picture): string {
  const lines = linesOf(screen);
  const width = Math.round(columns * cell.width + 2 * margin);
  const height = lines.length * cell.height + 2 * margin;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escape(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${paper}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="${ink}">`,
    ...lines.map(lineSvg).filter((line) => line !== ''),
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function lineSvg(runs: readonly Run[], row: number): string {
  const y = margin + row * cell.height + 13;
  const spans = runs.flatMap(pieces).map(spanSvg);
  return spans.length === 0 ? '' : `<text y="${y}">${spans.join('')}</text>`;
}

// SVG folds spaces as HTML does: what stands between wider gaps becomes a piece of its own, at its own place.
function pieces({ column, text, look }: Run): readonly Run[] {
  return [...text.matchAll(/\S+(?: \S+)*/g)].map((match) => ({
    column: column + widthOf(text.slice(0, match.index)),
    text: match[0],
    look,
  }));
}

// Every run has its place and its width: a font with other measures, or a glyph of another font, moves nothing after it.
function spanSvg({ column, text, look }: Run): string {
  const x = Number((margin + column * cell.width).toFixed(1));
  const length = Number((widthOf(text) * cell.width).toFixed(1));
  const paint = look.color === null ? '' : ` fill="${look.color}"`;
  const weight = look.bold ? ' font-weight="bold"' : '';
  const faint = look.dim ? ' opacity="0.6"' : '';
  return `<tspan x="${x}" textLength="${length}"${paint}${weight}${faint}>${escape(text)}</tspan>`;
}

function linesOf(screen: string): readonly (readonly Run[])[] {
  let look = plain;
  return screen
    .trimEnd()
    .split('\n')
    .map((line) => {
      let column = 0;
      return line.split('\u001b[').map((part, index) => {
        // All but the first begin with what their sequence says, up to its `m`.
        const [codes, text] = index === 0 ? [null, part] : [sgr(part), part.slice(part.indexOf('m') + 1)];
        if (codes !== null) look = codes.reduce(changed, look);
        const run = { column, text, look };
        column += widthOf(text);
        return run;
      });
    });
}

function sgr(part: string): readonly number[] {
  return part.slice(0, part.indexOf('m')).split(';').map(Number);
}

/** In columns; a character of two code units is one. What is two columns wide in a terminal is not known here. */
function widthOf(text: string): number {
  return Array.from(text).length;
}

function changed(look: Look, code: number): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 2) return { ...look, dim: true };
  if (code === 22) return { ...look, bold: false, dim: false };
  if (code === 39) return { ...look, color: null };
  if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97))
    return { ...look, color: colors[code % 10] ?? null };
  return look;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
