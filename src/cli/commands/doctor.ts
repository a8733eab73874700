// `tasklane doctor`: what is in order and what is not, each with its fix. Where no daemon comes up, that itself is the
// first finding, and what can be looked at from here follows.
import { endpoints } from '../../api/endpoints.ts';
import type { AppError } from '../../api/errors.ts';
import type { DoctorReportJson, FindingJson } from '../../api/schemas.ts';
import { print, printJson, wantsJson } from '../context.ts';
import type { Context, OutputFlags } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { openClient } from '../find-daemon.ts';
import { localFindings } from '../local-findings.ts';
import { expectedError } from '../report-error.ts';
import { styleFor } from '../style.ts';
import type { Style } from '../style.ts';
import { clean, indent } from '../text.ts';

export async function doctor(context: Context, flags: OutputFlags): Promise<ExitCode> {
  const report = await examine(context);
  if (wantsJson(flags)) printJson(context, report);
  else
    print(
      context,
      report.findings.map((finding) => inWords(finding, styleFor(context.stdout, context.env))).join('\n'),
    );
  return report.findings.some((finding) => finding.status === 'problem') ? exitCodes.failure : exitCodes.ok;
}

async function examine(context: Context): Promise<DoctorReportJson> {
  try {
    const client = await openClient(context);
    return await client.call(endpoints.doctor);
  } catch (thrown) {
    const error = expectedError(thrown);
    if (error === null) throw thrown;
    return { findings: [daemonFinding(error), ...(await localFindings(context))] };
  }
}

function daemonFinding(error: AppError): FindingJson {
  return { name: 'daemon', status: 'problem', message: error.message, fix: error.next ?? null };
}

function inWords(finding: FindingJson, style: Style): string {
  const marks = { ok: style.green('✓'), warning: style.yellow('!'), problem: style.red('✗') } as const;
  const fix = finding.fix === null ? '' : `\n${indent(`fix: ${clean(finding.fix)}`, '    ')}`;
  const [first = '', ...more] = clean(finding.message).split('\n');
  const rest = more.length === 0 ? '' : `\n${indent(more.join('\n'), '    ')}`;
  return `${marks[finding.status]} ${finding.name}: ${first}${rest}${fix}`;
}
