import assert from 'node:assert/strict';
import { test } from 'node:test';
import { programForTest } from '../../test/support/program.ts';
import { firstWords } from './program.ts';

test('a first word that saves parts of the table leads to the same command, with the same help', () => {
  const whole = programForTest().root;
  for (const word of firstWords) {
    const [one, same] = [programForTest(word).root, whole].map((root) =>
      root.commands.find((command) => command.name() === word || command.aliases().includes(word)),
    );
    assert.ok(one !== undefined && same !== undefined, `${word} is not in the part that is said to have it`);
    assert.equal(one.helpInformation(), same.helpInformation());
    const names = ({ commands }: typeof one): readonly string[] => commands.map((each) => each.name());
    assert.deepEqual(names(one), names(same));
  }
});
