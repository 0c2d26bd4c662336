/** Decibels per unit of the natural logarithm of a ratio of powers. */
export const decibels = 10 / Math.LN10;
