// All tools, in the order in which clients list them.
import type { Engine } from '../../engine/engine.ts';
import { inquiryTools } from './inquiry-tools.ts';
import { intakeTools } from './intake-tools.ts';
import { keepTools } from './keep-tools.ts';
import { logTools } from './log-tools.ts';
import { lookTools } from './look-tools.ts';
import { phaseTools } from './phase-tools.ts';
import { requestTools } from './request-tools.ts';
import { reviewTools } from './review-tools.ts';
import { scheduleTools } from './schedule-tools.ts';
import type { Tool } from './tool.ts';
import { variantTools } from './variant-tools.ts';
import { watchTool } from './watch-tool.ts';
import { workTools } from './work-tools.ts';

export function allTools(engine: Pick<Engine, 'phases' | 'log'>): readonly Tool[] {
  return [
    ...lookTools,
    watchTool(engine),
    ...logTools,
    ...workTools,
    ...reviewTools,
    ...variantTools,
    ...keepTools,
    ...inquiryTools,
    ...intakeTools,
    ...scheduleTools,
    ...requestTools,
    ...phaseTools(engine),
  ];
}
