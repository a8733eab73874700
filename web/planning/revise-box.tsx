// What should be otherwise, in words: the planner makes a new revision of it.
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { endpoints } from '../../src/api/endpoints.ts';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { Button } from '../ui/button.tsx';
import { refreshDrafts, useRequestChange } from './requests.ts';

const revisable: readonly RequestJson['state'][] = ['answered', 'proposed', 'failed'];

export function ReviseBox({ request }: { request: RequestJson }) {
  const [text, setText] = useKeptText(`revise.${request.id}`);
  const [isFocused, setFocused] = useState(false);
  const { isBusy, run } = useRequestChange();
  if (!revisable.includes(request.state)) return <span className="flex-1" />;
  const canSend = text.trim() !== '' && !isBusy;
  const send = async (): Promise<void> => {
    if (!canSend) return;
    const params = { request: request.id };
    if (!(await run(() => call(endpoints.reviseRequest, { params, body: { text } })))) return;
    setText('');
    refreshDrafts(request);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && event.target instanceof HTMLElement) event.target.blur();
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void send();
  };
  return (
    <div className="bg-surface border-line-strong focus-within:border-accent flex min-w-60 flex-1 items-end gap-2 rounded-xl border p-1 pl-3">
      <textarea
        aria-label="What should be otherwise?"
        rows={isFocused || text !== '' ? 2 : 1}
        value={text}
        onFocus={() => setFocused(true)}
        onBlur={() => setFocused(false)}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKey}
        placeholder={
          request.kind === 'question'
            ? 'Ask further'
            : 'Revise in words: “Merge the first two, leave the CSS alone”'
        }
        className="placeholder:text-faint field-sizing-content max-h-40 min-h-8 flex-1 resize-none bg-transparent py-1.5 text-sm leading-snug outline-none"
      />
      <Button disabled={!canSend} onClick={() => void send()}>
        {request.kind === 'question' ? 'Ask' : 'Revise'}
      </Button>
    </div>
  );
}
