/*
 * Coefficients of the polynomials of the transform of Box and Muller, for its TypeScript and its WebAssembly alike: found by
 * Remez's exchange in 60 digits and rounded one after the other, the rest fitted anew each time.
 */

/**
 * (ln((1 + s) / (1 - s)) - 2 s) / s^3 as a polynomial in s^2 for |s| <= (sqrt 2 - 1) / (sqrt 2 + 1), by ascending powers.
 * Relative error of the logarithm 2^-58.
 */
export const log0 = 0.6666666666666734;
export const log1 = 0.39999999999416647;
export const log2 = 0.28571428742026656;
export const log3 = 0.2222219860521607;
export const log4 = 0.18183562843180204;
export const log5 = 0.1531408503441549;
export const log6 = 0.14795659108699627;

/** Close to sqrt 2, with 20 bits behind the point. */
export const nearRoot2 = 1.4142131805419922;

/** 2^-32. */
export const perWord = 2.3283064365386963e-10;

/** ln 2 in two parts, of which the first has 40 bits: multiples of it up to 2^13 are exact. */
export const ln2High = 0.6931471805592082;
export const ln2Low = 7.371002565167799e-13;

/** 2 pi, rounded, and what is missing. */
export const turnHigh = 6.283185307179586;
export const turnLow = 2.4492935982947064e-16;

/** (sin(2 pi x) - 2 pi x) / x^3 as a polynomial in x^2 for |x| <= 1/8. Relative error of the sine 2^-56. */
export const sin0 = -41.34170224039967;
export const sin1 = 81.60524927596379;
export const sin2 = -76.70585970743242;
export const sin3 = 42.05868532732583;
export const sin4 = -15.093818531643018;
export const sin5 = 3.7811199529113964;

/** (cos(2 pi x) - 1) / x^2 as a polynomial in x^2 for |x| <= 1/8. Error of the cosine 2^-59. */
export const cos0 = -19.739208802178716;
export const cos1 = 64.93939402266663;
export const cos2 = -85.45681720595773;
export const cos3 = 60.244641219098966;
export const cos4 = -26.426240179026298;
export const cos5 = 7.902577355285748;
export const cos6 = -1.6872361930281088;
