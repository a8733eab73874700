// What is known of a repository as the JSON of the contract.
import type { KnowledgeJson, ProposedCommandsJson } from '../api/knowledge-schemas.ts';
import type { Knowledge, ProposedCommands } from '../engine/planning/maps.ts';

export function proposedJson({ setup, checks }: ProposedCommands): ProposedCommandsJson {
  return { setup: setup === null ? null : { ...setup }, checks: checks.map((check) => ({ ...check })) };
}

export function knowledgeJson(known: Knowledge): KnowledgeJson {
  return {
    commit: known.commit,
    files: known.files,
    folders: known.folders.map(({ path, files, names }) => ({ path, files, names: [...names] })),
    languages: known.languages.map((language) => ({ ...language })),
    manifests: [...known.manifests],
    commands: proposedJson(known.commands),
    imported: known.imported.map(({ path, count, by }) => ({ path, count, by: [...by] })),
    guides: known.guides.map(({ path, text, isCut }) => ({ path, text, is_cut: isCut })),
    log: [...known.log],
    left_out: [...known.leftOut],
  };
}
