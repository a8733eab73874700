// A prompt of the protocol as text. Editors add files they mention as blocks of their own.
import type { ContentBlock } from '@agentclientprotocol/sdk';

export function promptText(blocks: readonly ContentBlock[]): string {
  return blocks.map(blockText).join('\n\n').trim();
}

function blockText(block: ContentBlock): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'resource_link':
      return `[${block.name}](${block.uri})`;
    case 'resource':
      return 'text' in block.resource
        ? `<file uri="${block.resource.uri}">\n${block.resource.text}\n</file>`
        : `[${block.resource.uri}, which is not text and was left out]`;
    case 'image':
    case 'audio':
      return `[an attachment of the kind ${block.type}, which was left out]`;
  }
}
