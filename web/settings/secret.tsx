import { Copy } from 'lucide-react';
import { toast } from '../toast/toast.ts';
import { Button } from '../ui/button.tsx';

/** A secret that is told once: to be copied now. It is kept nowhere in the page. */
export function Secret({ what, text, onDone }: { what: string; text: string; onDone: () => void }) {
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    toast.success(`${what} copied`);
  };
  return (
    <div role="status" className="bg-accent-soft mb-4 rounded-xl px-4 py-3 text-sm">
      <p className="text-accent font-medium">{what}: copy it now, it is not shown again</p>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <code className="untrusted bg-surface min-w-0 flex-1 rounded-lg px-2.5 py-1.5 text-xs break-all">
          {text}
        </code>
        <Button size="small" onClick={() => void copy()}>
          <Copy className="size-3.5" aria-hidden /> Copy
        </Button>
        <Button size="small" onClick={onDone}>
          I have it
        </Button>
      </div>
    </div>
  );
}
