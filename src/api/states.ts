// The rules about states that a client needs too, so that none of them is written twice.
export { isSettled } from '../domain/task.ts';
