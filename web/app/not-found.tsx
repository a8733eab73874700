import { Link } from '@tanstack/react-router';
import { Compass } from 'lucide-react';
import { Empty } from '../ui/empty.tsx';

export function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <Empty icon={<Compass className="size-5" />} title="There is no page at this address">
        <Link to="/" className="text-accent underline underline-offset-2">
          Go to the board
        </Link>
      </Empty>
    </>
  );
}
