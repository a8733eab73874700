// What an agent wrote, as markdown. No HTML of it becomes HTML, no picture is fetched, and a link opens outside and says
// nothing of where it was.
import { memo } from 'react';
import ReactMarkdown from 'react-markdown';
import type { Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { blocksOf } from './blocks.ts';
import { plainText } from '../ui/plain-text.ts';

const plugins = [remarkGfm];

const components: Components = {
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow">
      {children}
    </a>
  ),
  // A picture from elsewhere would tell its server that somebody reads this.
  img: ({ src, alt }) => (
    <a href={typeof src === 'string' ? src : undefined} target="_blank" rel="noopener noreferrer nofollow">
      {alt === undefined || alt === '' ? 'picture' : alt}
    </a>
  ),
  // The page has its own headings.
  h1: ({ children }) => <p className="font-semibold">{children}</p>,
  h2: ({ children }) => <p className="font-semibold">{children}</p>,
  h3: ({ children }) => <p className="font-semibold">{children}</p>,
  pre: ({ children }) => <pre tabIndex={0}>{children}</pre>,
};

export function Markdown({ text }: { text: string }) {
  return (
    <div className="prose-agent untrusted">
      {blocksOf(plainText(text)).map((block, index) => (
        // Blocks are only added and the last one grows: their place is who they are.
        <Block key={index} text={block} />
      ))}
    </div>
  );
}

const Block = memo(function Block({ text }: { text: string }) {
  return (
    <ReactMarkdown remarkPlugins={plugins} components={components}>
      {text}
    </ReactMarkdown>
  );
});
