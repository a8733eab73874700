// A reporter for the test runner that prints nothing but the files in which a test failed, one a line, each once.
// oxlint-disable-next-line import/no-default-export -- what the test runner asks of a reporter
export default async function* failedFiles(source) {
  const told = new Set();
  for await (const { type, data } of source) {
    if (type !== 'test:fail' || data.file === undefined || told.has(data.file)) continue;
    told.add(data.file);
    yield `${data.file}\n`;
  }
}
