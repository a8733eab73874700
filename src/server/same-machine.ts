// Whether a request comes from this very machine, at whichever of its addresses.
import type { IncomingMessage } from 'node:http';
import { isLoopback } from './client-ip.ts';

// Whoever listens on an address of the network is reached there by its own agents too, from that same address.
export function isSameMachine({ socket }: Pick<IncomingMessage, 'socket'>): boolean {
  const plain = (address: string | undefined): string => (address ?? 'none').replace(/^::ffff:/, '');
  const [from, to] = [plain(socket.remoteAddress), plain(socket.localAddress)];
  return isLoopback(from) || from === to;
}
