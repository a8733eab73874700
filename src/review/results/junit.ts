// JUnit XML, the report that nearly every runner can write. There is no standard; this reads what they have in common
// (github.com/testmoapp/junitxml): `testcase` elements at any depth, with `failure`, `error` or `skipped` inside.
import { parseXml, XmlElement } from '@rgrove/parse-xml';
import type { XmlDocument } from '@rgrove/parse-xml';
import { AppError, messageOf } from '../../domain/errors.ts';
import { distinct, failure } from './results.ts';
import type { Results } from './results.ts';

/** Throws `invalid_input` when it is no XML, or not this. Entities of its own are never expanded. */
export function readJunit(xml: string): Results {
  const root = parse(xml).root;
  if (root === null || !['testsuites', 'testsuite', 'testcase'].includes(root.name))
    throw new AppError(
      'invalid_input',
      `Its root is <${root?.name ?? ''}>, not <testsuites> or <testsuite>.`,
    );
  const cases = casesIn(root);
  const bad = cases.filter((one) => problemIn(one) !== undefined);
  const skipped = cases.filter(
    (one) => problemIn(one) === undefined && childOf(one, 'skipped') !== undefined,
  );
  return {
    counts: {
      passed: cases.length - bad.length - skipped.length,
      failed: bad.length,
      skipped: skipped.length,
    },
    failures: distinct(bad.map(failureIn)),
    from: 'JUnit XML',
  };
}

function parse(xml: string): XmlDocument {
  try {
    // A byte order mark is legal, and the parser wants none.
    return parseXml(xml.replace(/^\uFEFF/, ''), { ignoreUndefinedEntities: true });
  } catch (error) {
    throw new AppError('invalid_input', `It is not XML: ${messageOf(error).split('\n')[0] ?? ''}`, {
      cause: error,
    });
  }
}

// Not by recursion: the report is written by what is being tested, and may be as deep as it likes.
function casesIn(root: XmlElement): readonly XmlElement[] {
  const cases: XmlElement[] = [];
  const open = [root];
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (element.name === 'testcase') cases.push(element);
    else open.push(...elementsIn(element).toReversed());
  }
  return cases;
}

function elementsIn(element: XmlElement): readonly XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement);
}

function childOf(element: XmlElement, name: string): XmlElement | undefined {
  return elementsIn(element).find((child) => child.name === name);
}

function problemIn(testcase: XmlElement): XmlElement | undefined {
  return childOf(testcase, 'failure') ?? childOf(testcase, 'error');
}

function failureIn(testcase: XmlElement): Results['failures'][number] {
  const { name = '', classname, file, line } = testcase.attributes;
  const problem = problemIn(testcase);
  const place = file === undefined || line === undefined ? file : `${file}:${line}`;
  return failure({
    name: [classname, name].filter((part) => part !== undefined && part !== '').join(' › '),
    message: problem?.attributes['message']?.split('\n')[0],
    detail: problem?.text,
    file: place,
  });
}
