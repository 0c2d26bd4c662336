/** What the `metric` column of times says of the time for a trial. */
export const runningTime = 'running-time';

/** The axis that says how many trials were solved at once. */
export const together = 'together';
