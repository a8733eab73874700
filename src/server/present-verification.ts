// What is known of a task's work, as JSON of the contract.
import type { VerificationReportJson } from '../api/schemas.ts';
import type { VerificationReport } from '../engine/engine.ts';
import { evidenceJson } from './present.ts';

export function verificationJson(report: VerificationReport): VerificationReportJson {
  const { verification, head, tree, base, newest, shown, branch, branchHead, remarks } = report;
  return {
    verification,
    head,
    tree,
    base,
    newest,
    shown,
    branch,
    branch_head: branchHead,
    remarks: [...remarks],
    checks: report.checks.map(({ name, command, timeoutMs, group = null, reports = [] }) => ({
      name,
      command,
      timeout_ms: timeoutMs,
      group,
      reports: [...reports],
    })),
    evidence: report.evidence.map(evidenceJson),
    asks_host: report.asksHost,
  };
}
