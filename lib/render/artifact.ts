import type { ExperimentPlan } from '../plan/plan.js';
import type { CodeUnit } from '../python/syntax-check.js';
import { renderNotebook } from './notebook.js';
import { renderScript } from './script.js';
import { renderSections, type Section } from './sections.js';

/** The generated file before it is written. */
export interface Artifact {
  readonly text: string;
  readonly size: { readonly unit: 'Lines' | 'Cells'; readonly count: number };
  /** What Python compiles on its own: the script, or each code cell. */
  readonly codeUnits: readonly CodeUnit[];
  /** Where the call of a section stands, in words: `line 42`, or `cell 6`. */
  positionOf(section: Section): string;
}

export interface RenderedArtifact {
  readonly artifact: Artifact;
  readonly sections: readonly Section[];
}

/**
 * Renders a plan in its format.
 *
 * @param templates the folder of the sections' templates
 */
export function renderArtifact(plan: ExperimentPlan, templates: string): RenderedArtifact {
  const sections = renderSections(plan, templates);
  const artifact = plan.format === 'py' ? renderScript(plan, sections) : renderNotebook(sections);
  return { artifact, sections };
}
