import { useState } from 'react';
import type { RequestJson } from '../../src/api/request-schemas.ts';
import { FieldProblems } from '../data/field-problems.ts';
import { useKeptText } from '../data/kept-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ByHandTrouble } from './by-hand-trouble.tsx';
import { DirectionFields } from './direction-fields.tsx';
import { areSaid, firstTwo, readDirections, sentOf, writeDirections, writtenOf } from './directions.ts';
import { useByHand } from './use-by-hand.ts';

/** Says in which directions the prompt of a request is done. */
export function DirectionsDialog({ request, onClose }: { request: RequestJson; onClose: () => void }) {
  const hand = useByHand(request);
  const [kept, keep] = useKeptText(`directions.${request.id}`);
  const [revision, setRevision] = useState(request.revisions.length);
  const [half, before] = [readDirections(kept), writtenOf(request.directions)];
  const begun = before.length === 0 ? firstTwo : before;
  const directions = half.length === 0 ? begun : half;
  const problems = new FieldProblems(hand.refusal);
  const done = (): void => {
    keep('');
    onClose();
  };
  const send = async (said: ReturnType<typeof sentOf>): Promise<void> => {
    if ((await hand.send({ type: 'directions', directions: said }, revision)) !== null) done();
  };
  return (
    <Dialog title="Several directions" isOpen onClose={onClose} width="48rem">
      <form
        noValidate
        className="flex min-h-0 flex-col gap-4 overflow-y-auto p-5"
        onSubmit={(event) => {
          event.preventDefault();
          if (areSaid(directions)) void send(sentOf(directions));
        }}
      >
        <p className="text-muted text-sm">
          Each is a task of its own with the same prompt, and what you say of it. Compare what comes of them,
          apply one, and the others are let go of.
        </p>
        <ByHandTrouble
          hand={hand}
          isRefusalShown={!problems.areAll('change.directions.')}
          onDone={done}
          onTakeTheirs={done}
          onGoOn={setRevision}
        />
        <DirectionFields
          directions={directions}
          problemOf={(index, name) => problems.at(`change.directions.${index}.${name}`)}
          onChange={(next) => keep(writeDirections(next))}
        />
        <div className="flex flex-wrap gap-2">
          {request.directions.length > 0 && (
            <Button disabled={hand.isBusy} onClick={() => void send([])}>
              Do it once
            </Button>
          )}
          <span className="flex-1" />
          <Button tone="primary" type="submit" disabled={!areSaid(directions) || hand.isBusy}>
            Do it in {directions.length} directions
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
