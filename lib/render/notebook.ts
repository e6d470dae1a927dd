import type { Artifact } from './artifact.js';
import type { Section } from './sections.js';

/**
 * Wraps the sections into a notebook, a markdown and a code cell each, as nbformat 4.5 has it.
 * Source: "The Notebook file format", nbformat's documentation.
 */
export function renderNotebook(sections: readonly Section[]): Artifact {
  const cells = sections.flatMap((section) => [
    {
      cell_type: 'markdown',
      id: `section-${section.number}-text`,
      metadata: {},
      source: sourceLines(`## ${section.number}. ${section.title}\n\n${section.markdown}`),
    },
    {
      cell_type: 'code',
      execution_count: null,
      id: `section-${section.number}-code`,
      metadata: {},
      outputs: [],
      source: sourceLines(section.code),
    },
  ]);
  const notebook = {
    cells,
    metadata: {
      kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' },
      language_info: { name: 'python', version: '3.10' },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return {
    text: `${JSON.stringify(notebook, null, 1)}\n`,
    size: { unit: 'Cells', count: cells.length },
    codeUnits: sections.map((section) => ({ cell: cellNumber(section), code: section.code })),
    positionOf: (section) => `cell ${cellNumber(section)}`,
  };
}

/** A section's code stands in the second of its two cells. */
function cellNumber(section: Section): number {
  return section.number * 2;
}

/** A cell's source as Jupyter saves it: a list of lines, each but the last with its line end. */
function sourceLines(source: string): string[] {
  const lines = source.split('\n');
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line}\n`));
}
