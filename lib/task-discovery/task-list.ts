import type { TaskRanking } from './find-task.js';

/**
 * The ranking as `--list-tasks` prints it.
 *
 * @returns JSON: an object with `chosen`, a target or null, and `candidates`, each with `target`, `file`, `line`,
 *   `score` and `reasons`
 */
export function taskListText({ chosen, candidates }: TaskRanking): string {
  const listed = candidates.map(({ target, file, line, score, reasons }) => ({
    target,
    file,
    line,
    score,
    reasons: reasons.map(({ name, weight }) => `${weight > 0 ? '+' : ''}${weight} ${name}`),
  }));
  return JSON.stringify({ chosen, candidates: listed }, undefined, 2);
}
