// What `tasklane help TOPIC` says: the few ideas that many commands share. Pages for a terminal; docs/ has the long ones.
import { exitCodeHelp } from './exit-codes.ts';
import type { TopicName } from './topic-names.ts';

export const topics: Readonly<Record<TopicName, string>> = {
  states: `The states of a task

  draft      it waits for your word: tasklane task accept
  queued     it waits for its turn; tasklane queue says why
  starting   its copy of the repository is being made
  running    its agent works, or its checks run
  waiting    its agent wants something from you: tasklane task approvals, answer, send, or complete
  paused     it was stopped for a while: tasklane task resume
  ready      checked, and yours to look at: tasklane task diff, apply, send, dismiss
  applying   it is merged into the branch, and the merged version is checked
  done       it is in the branch
  failed     it did not work out: tasklane task retry, send, replan, archive
  cancelled  somebody stopped it
  dismissed  its work was discarded

The column STEP of tasklane task list says what exactly happens in starting, running and waiting.`,
  policies: `Policies: what one word sets for how a task runs and what happens then

  board      up to 10 side by side; each ends ready, and you apply it (the default)
  develop    one at a time; each is applied by itself when its checks pass
  workspace  up to 10; an agent that has finished keeps its copy and waits for the next message
  parallel   up to 3, for phases of an orchestrator; each ends ready
  subagent   for a task that an agent gave to another one; its work goes back to that agent

Set one with --policy, or for all tasks of a repository in its configuration.`,
  ownership: `Owned files: who may change what

  tasklane task create "…" --owns "src/api/**" --owns package.json

A task that owns files may change those and no others: what it changed elsewhere fails it (--on-violation
fail) or is left out (revert). Two tasks whose files overlap are refused when the second is made, with a
path that both own; --allow-overlap accepts it, and they take turns. A task without --owns may change
everything.

  src/api/*   the files of that folder        src/api/**   all that is below it`,
  'exit-codes': `${exitCodeHelp}

Some commands add their own, which their help names: task wait ends with 124 when its time is over, serve
--background with 4 when another daemon has the home. queue phase may-write answers no with 1.`,
  environment: `The environment

  TASKLANE_HOME    where everything is kept (default: the data folder of this platform)
  TASKLANE_URL     another daemon than that of this machine; as --url
  TASKLANE_TOKEN   the token for it; as --token
  TASKLANE_MODEL   the model of the built-in agent, as provider/model
  NO_COLOR         print without colours

Every setting has a variable too: tasklane config show says which value counts and where it comes from.
The daemon keeps the environment it was started with: after a change, tasklane stop.`,
};
