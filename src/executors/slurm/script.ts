import { shellWord } from '../../shell.ts';
import type { ClusterJob } from './jobs.ts';

/** A shell script that hands the jobs in: what `submit` does, to read or to run by hand. */
export function submissionScript(jobs: readonly ClusterJob[], logs: string): string {
  return ['#!/bin/sh', 'set -e', `mkdir -p ${shellWord(logs)}`, ...jobs.map(handedIn)].join('\n');
}

function handedIn({ kind, after, flags, script }: ClusterJob): string {
  const words = ['sbatch', '--parsable', ...flags.map(shellWord)];
  const dependency = after === undefined ? '' : ` "--dependency=afterany:\${${after}%%;*}"`;
  return `\n${kind}=$(${words.join(' ')}${dependency} <<'END'\n${script}END\n)\necho "${kind}: job $${kind}"`;
}
