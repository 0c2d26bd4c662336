import { messages, UserError } from '../../messages.ts';
import type { Figure, ValueRow } from '../figure.ts';
import { refuseMixedScenarios, selectRows, shownColumns } from '../select.ts';

/** The finite values of single trials that a figure shows. Throws UserError where none are stored, or scenarios mix. */
export function trialValues(figure: Figure): ValueRow[] {
  if (figure.values === undefined) throw new UserError(messages.figureNeedsValues(figure.id, figure.spec.mark));
  const rows = selectRows(figure, figure.values).filter(({ value }) => Number.isFinite(value));
  if (rows.length === 0) throw new UserError(messages.figureHasNoValues(figure.id));
  refuseMixedScenarios(figure, rows, shownColumns(figure.spec));
  return rows;
}
