// The names alone: completion and the help of `help` need no more.
export const topicNames = ['states', 'policies', 'ownership', 'exit-codes', 'environment'] as const;
export type TopicName = (typeof topicNames)[number];
