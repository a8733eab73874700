// Routes of what agents want from people: parse → engine → present.
import type { z } from 'zod';
import { contract } from '../api/contract.ts';
import type { InquiryListJson, inquiryQuery } from '../api/inquiry-schemas.ts';
import type { TaskScopeJson } from '../api/schemas.ts';
import { isWithin } from '../domain/access.ts';
import type { Decision } from '../engine/inquiry-commands.ts';
import type { Engine } from '../engine/engine.ts';
import type { Access } from './access.ts';
import { brokenCursor, cursorOf, readCursor } from './cursor.ts';
import { inquiryJson } from './present-inquiry.ts';
import { route } from './route.ts';
import type { App, Call } from './route.ts';
import { refuseUnattendedPush } from './may-push.ts';
import { presentTask } from './task-routes.ts';

const defaultLimit = 100;
const list = 'inquiries';

type Scoped = Pick<Call<TaskScopeJson, unknown>, 'query' | 'param' | 'access' | 'actor'>;
type Query = z.output<typeof inquiryQuery>;

export function inquiryRoutes(app: App, engine: Engine): void {
  const decide = async (call: Scoped, decision: Decision) => {
    const task = await call.access.task(call.param('task'), call.query.project);
    refuseUnattendedPush(call, task);
    return inquiryJson(
      await engine.inquiries.decide(task, call.param('approval'), decision, call.actor.username),
    );
  };
  route(app, engine, contract.listInquiries, async ({ query, access }) => read(engine, query, access));
  route(app, engine, contract.approve, async (call) => decide(call, { ...call.body, outcome: 'allow' }));
  route(app, engine, contract.deny, async (call) => decide(call, { ...call.body, outcome: 'deny' }));
  route(app, engine, contract.answerTask, async (call) => {
    const task = await call.access.task(call.param('task'), call.query.project);
    refuseUnattendedPush(call, task);
    const { answer, question = true } = call.body;
    return presentTask(engine, await engine.send(task, answer, call.actor.username, { answers: question }));
  });
}

async function read(engine: Engine, query: Query, access: Access): Promise<InquiryListJson> {
  const { reach } = access;
  const { task: ref, project, kind, state = 'open', limit = defaultLimit } = query;
  const task = ref === undefined ? undefined : await engine.task(ref, project, reach);
  const projectId = project === undefined ? undefined : (await engine.project(project, reach)).project.id;
  const after = query.cursor === undefined ? undefined : await standOf(engine, query.cursor, access);
  const filter = {
    limit: limit + 1,
    ...(task !== undefined && { taskId: task.id }),
    ...(projectId !== undefined && { projectId }),
    ...(kind !== undefined && { kind }),
    ...(state !== 'all' && { outcome: state }),
    ...(after !== undefined && { after }),
  };
  const found = await engine.inquiries.list(filter, reach);
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const hasMore = last !== undefined && found.length > limit;
  return { inquiries: page.map(inquiryJson), next_cursor: hasMore ? cursorOf(list, last.id) : null };
}

async function standOf(engine: Engine, cursor: string, { reach }: Access): Promise<string> {
  const [id] = readCursor(list, cursor);
  const inquiry = await engine.inquiries.get(String(id));
  if (inquiry === undefined || !isWithin(reach, inquiry.projectId)) throw brokenCursor();
  return inquiry.id;
}
