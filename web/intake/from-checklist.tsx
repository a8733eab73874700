import { endpoints } from '../../src/api/endpoints.ts';
import { call } from '../data/call.ts';
import { useKeptText } from '../data/kept-text.ts';
import { sayError } from '../data/run-action.ts';
import { Card, Section } from '../settings/section.tsx';
import { Button } from '../ui/button.tsx';
import { TextArea } from '../ui/field.tsx';
import { useSubmit, wordsOf } from './use-submit.ts';

/** Each open item of a checklist becomes a draft, without a planner. */
export function FromChecklist({ project }: { project: string }) {
  const [text, setText] = useKeptText(`checklist.${project}`);
  const { isBusy, refusal, submit } = useSubmit();
  const make = async (): Promise<void> => {
    const isMade = await submit(() => call(endpoints.createFromChecklist, { body: { project, text } }));
    if (isMade) setText('');
  };
  return (
    <Section title="From a checklist" hint="Each item that is not checked becomes a draft, in your words.">
      <Card label="From a checklist">
        <form
          noValidate
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (text.trim() !== '') void make();
          }}
        >
          <TextArea
            label="Checklist"
            rows={3}
            isCode
            value={text}
            placeholder="- [ ] Add a test for empty input"
            error={wordsOf(refusal)}
            onChange={(event) => setText(event.target.value)}
          />
          <div className="flex flex-wrap items-center gap-3">
            <label className="text-muted flex min-w-0 flex-1 flex-col gap-1 text-xs font-medium">
              Or read a file
              <input
                type="file"
                accept=".md,.markdown,.txt,text/markdown,text/plain"
                className="text-text file:border-line-strong file:bg-surface max-w-full text-sm font-normal file:mr-2 file:h-7 file:rounded-lg file:border file:px-2 file:text-xs file:font-medium"
                onChange={(event) => {
                  const [file] = event.target.files ?? [];
                  file?.text().then(setText, (error: unknown) => sayError(error));
                }}
              />
            </label>
            <Button type="submit" tone="primary" disabled={text.trim() === '' || isBusy}>
              Make drafts
            </Button>
          </div>
        </form>
      </Card>
    </Section>
  );
}
