// The page about the API for people: plain HTML made from the OpenAPI document, so that the two cannot differ. One file,
// nothing from elsewhere; it reads well without its few lines of script, which only copy the examples.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { exampleOf } from './example.ts';
import { fieldTable } from './field-table.ts';
import { escape, prose } from './html.ts';
import type { Json } from './schemas.ts';

const css = readFileSync(new URL('./page.css', import.meta.url), 'utf8');

const script = `document.addEventListener('click', async ({ target }) => {
  if (!target.matches('button.copy')) return;
  await navigator.clipboard.writeText(target.nextElementSibling.textContent);
  target.textContent = 'copied';
  setTimeout(() => (target.textContent = 'copy'), 1500);
});`;

/** Of the page: its own style and script, and nothing else from anywhere. */
export const contentSecurityPolicy = `default-src 'none'; style-src '${digest(css)}'; script-src '${digest(script)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly details: Json;
  readonly name: string;
}

export function docsPage(document: Json): string {
  const info = asJson(document['info']);
  const schemas = asJson(asJson(document['components'])['schemas']) as Readonly<Record<string, Json>>;
  const tags = asList(document['tags']).map(asJson);
  const calls = callsOf(document);
  const of = (tag: Json): readonly Call[] =>
    calls.filter(({ details }) => asList(details['tags']).includes(tag['name']));
  const sections = tags.map((tag) => section(tag, of(tag), schemas)).join('');
  const components = Object.entries(schemas).map(([name, schema]) => component(name, schema));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Tasklane API</title>
<style>${css}</style>
</head>
<body>
<a class="skip" href="#start">Skip the list of calls</a>
<nav aria-label="Calls">
<p class="brand"><a href="#start">Tasklane API</a> <small>${escape(String(info['version']))}</small></p>
${tags.map((tag) => menu(tag, of(tag))).join('')}
<h2><a href="#schemas">Schemas</a></h2>
</nav>
<main id="start">
<h1>Tasklane API <small>${escape(String(info['version']))}</small></h1>
${prose(String(info['description']))}
<p>The same for programs: <a href="openapi.json">openapi.json</a> (OpenAPI 3.1). The examples expect this in your shell:</p>
${example(`url=http://127.0.0.1:4747\ntoken=$(cat ~/.local/share/tasklane/token)`)}
${sections}
<section><h2 id="schemas"><a href="#schemas">Schemas</a></h2>
${components.join('')}
</section>
</main>
<script>${script}</script>
</body>
</html>
`;
}

function callsOf(document: Json): readonly Call[] {
  return Object.entries(asJson(document['paths'])).flatMap(([path, methods]) =>
    Object.entries(asJson(methods)).map(([method, details]) => ({
      method: method.toUpperCase(),
      path,
      details: asJson(details),
      name: String(asJson(details)['operationId']),
    })),
  );
}

function menu(tag: Json, calls: readonly Call[]): string {
  const name = String(tag['name']);
  const items = calls.map(
    (call) =>
      `<li><a href="#${call.name}"><b class="${call.method}">${call.method}</b> ${escape(String(call.details['summary']))}</a></li>`,
  );
  return `<h2><a href="#${name}">${name}</a></h2>\n<ul>${items.join('')}</ul>\n`;
}

function section(tag: Json, calls: readonly Call[], schemas: Readonly<Record<string, Json>>): string {
  const name = String(tag['name']);
  const articles = calls.map((call) => article(call, schemas)).join('');
  return `<section><h2 id="${name}"><a href="#${name}">${name}</a></h2>${prose(String(tag['description']))}${articles}</section>\n`;
}

function article(call: Call, schemas: Readonly<Record<string, Json>>): string {
  const { method, path, details, name } = call;
  const parameters = asList(details['parameters']).map(asJson);
  const body = bodyOf(details);
  return `<article id="${name}">
<h3><a href="#${name}">${escape(String(details['summary']))}</a></h3>
<p class="call"><b class="${method}">${method}</b> <code>${escape(path).replaceAll(/\{\w+\}/g, '<i>$&</i>')}</code></p>
${typeof details['description'] === 'string' ? prose(details['description']) : ''}
${fieldTable('Parameters', parameters.map(asField))}
${body === null ? '' : bodyTable(body, schemas)}
${answers(asJson(details['responses']))}
${example(curl(call, schemas))}
</article>
`;
}

function asField(parameter: Json): { name: string; isRequired: boolean; schema: Json; note: string } {
  return {
    name: String(parameter['name']),
    isRequired: parameter['required'] === true,
    schema: { ...asJson(parameter['schema']), description: parameter['description'] },
    note: String(parameter['in']),
  };
}

function bodyOf(details: Json): Json | null {
  const content = asJson(asJson(details['requestBody'])['content'])['application/json'];
  return content === undefined ? null : asJson(asJson(content)['schema']);
}

function bodyTable(schema: Json, schemas: Readonly<Record<string, Json>>): string {
  const name = refName(schema);
  return `<p class="body">Body: <a href="#schema-${name}">${name}</a></p>${fieldTable('', fields(schemas[name] ?? schema))}`;
}

function fields(schema: Json): readonly { name: string; isRequired: boolean; schema: Json; note: string }[] {
  const required = asList(schema['required']);
  return Object.entries(asJson(schema['properties'])).map(([name, field]) => ({
    name,
    isRequired: required.includes(name),
    schema: asJson(field),
    note: '',
  }));
}

function answers(responses: Json): string {
  const rows = Object.entries(responses).map(([status, response]) => {
    const { description, content } = asJson(response);
    const schema = asJson(asJson(Object.values(asJson(content))[0])['schema']);
    const name = refName(schema);
    const link = name === '' ? '' : ` <a href="#schema-${name}">${name}</a>`;
    return `<tr><th scope="row">${status}</th><td>${prose(String(description))}${link}</td></tr>`;
  });
  return `<details><summary>Answers</summary><table>${rows.join('')}</table></details>`;
}

function component(name: string, schema: Json): string {
  const variants = [...asList(schema['oneOf']), ...asList(schema['anyOf'])].map(asJson);
  const tables = [schema, ...variants].map((each) => fieldTable('', fields(each))).join('');
  return `<article id="schema-${name}"><h3><a href="#schema-${name}">${name}</a></h3>${tables}</article>\n`;
}

/** The call on a command line, with the example of its body. */
function curl({ method, path, details }: Call, schemas: Readonly<Record<string, Json>>): string {
  const parameters = asList(details['parameters']).map(asJson);
  const filled = parameters.reduce<string>((text, { name, schema }) => {
    const [value = ''] = asList(asJson(schema)['examples']);
    return text.replace(`{${String(name)}}`, String(value));
  }, path);
  const body = bodyOf(details);
  const isOpen = asList(details['security'] ?? [1]).length === 0;
  const lines = [
    `curl -s${method === 'GET' ? '' : ` -X ${method}`} "$url${filled}"`,
    ...(isOpen ? [] : [`-H "Authorization: Bearer $token"`]),
    ...(body === null
      ? []
      : [
          `-H 'Content-Type: application/json'`,
          `-d '${JSON.stringify(exampleOf(body, schemas)).replaceAll("'", String.raw`'\''`)}'`,
        ]),
  ];
  return lines.join(' \\\n  ');
}

function example(text: string): string {
  return `<div class="example"><button class="copy" type="button">copy</button><pre><code>${escape(text)}</code></pre></div>`;
}

/** The name of the component that a schema leads to, if it does. */
function refName({ $ref }: Json): string {
  return typeof $ref === 'string' ? ($ref.split('/').at(-1) ?? '') : '';
}

function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
