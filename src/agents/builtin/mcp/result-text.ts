// What an MCP tool answered, as text for the model.
import type { CallToolResult } from '@modelcontextprotocol/client';

/** Never empty. What is no text is named, not sent. */
export function resultText(result: Pick<CallToolResult, 'content' | 'structuredContent'>): string {
  const text = result.content.map(blockText).join('\n').trim();
  if (text !== '') return text;
  return result.structuredContent === undefined ? '(no output)' : JSON.stringify(result.structuredContent);
}

function blockText(block: CallToolResult['content'][number]): string {
  switch (block.type) {
    case 'text':
      return block.text;
    case 'image':
    case 'audio':
      return `[${block.type}, ${block.mimeType}, ${sizeOf(block.data)} bytes: left out]`;
    case 'resource_link':
      return `[${block.name}](${block.uri})`;
    case 'resource':
      return 'text' in block.resource
        ? `<resource uri="${block.resource.uri}">\n${block.resource.text}\n</resource>`
        : `[${block.resource.uri}, ${sizeOf(block.resource.blob)} bytes: left out]`;
  }
}

function sizeOf(base64: string): number {
  return Buffer.byteLength(base64, 'base64');
}
