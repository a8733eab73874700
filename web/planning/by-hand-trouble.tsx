import { BothVersions } from '../edits/both-versions.tsx';
import { Refused } from '../settings/section.tsx';
import { mineInWords, ontoCurrent, theirsInWords } from './by-hand.ts';
import type { ByHand } from './use-by-hand.ts';

/** What stands in the way of a change by hand: somebody else's, or the server's refusal. */
export function ByHandTrouble({
  hand,
  isRefusalShown = true,
  onDone,
  onTakeTheirs,
  onGoOn,
}: {
  hand: ByHand;
  /** False where the refusal stands at a field. */
  isRefusalShown?: boolean;
  onDone: () => void;
  onTakeTheirs: () => void;
  /** With the revision that is to be worked on. */
  onGoOn?: (revision: number) => void;
}) {
  const { clash, refusal } = hand;
  if (clash === null) return refusal === null || !isRefusalShown ? null : <Refused error={refusal} />;
  const { change, read, current, revision } = clash;
  const keepMine = async (): Promise<void> => {
    // What is gone is for the server to say.
    if ((await hand.send(ontoCurrent(change, current) ?? change, revision)) !== null) onDone();
  };
  return (
    <BothVersions
      what={change.type === 'order' ? 'the drafts' : 'this draft'}
      differences={[
        { name: 'Drafts', theirs: theirsInWords(change, current), mine: mineInWords(change, read) },
      ]}
      onKeepMine={() => void keepMine()}
      onTakeTheirs={() => {
        hand.clear();
        onTakeTheirs();
      }}
      {...(onGoOn !== undefined && {
        onGoOn: () => {
          hand.clear();
          onGoOn(revision);
        },
      })}
    />
  );
}
