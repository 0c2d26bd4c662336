import { exponential, logarithm } from '../../../random/elementary.ts';

/**
 * Parameters of the COST 2100 channel model for one place, with lengths in metres, times in seconds, angles in degrees. Where a
 * quantity varies from cluster to cluster, it is `median` times 10^(0.1 dB z) with z standard normal.
 *
 * Source: L. Liu et al., "The COST 2100 MIMO channel model", IEEE Wireless Commun. 19(6), 2012, with the values that its published
 * implementation has for "IndoorHall_5GHz" and "SemiUrban_300MHz".
 */
export interface Place {
  /** Carrier frequency, Hz. */
  readonly carrier: number;
  /** The user is anywhere in a square of this side with the base station at its centre. */
  readonly side: number;
  /** Radius R of the disc around the base station in which visibility regions lie. */
  readonly cell: number;
  /** Visibility regions are discs of radius r_c, whose gain falls within the last l_c of it. */
  readonly region: { readonly radius: number; readonly transition: number };
  /** Far clusters visible to a user on average: a number, or one drawn for each channel, Poisson but at least 1. */
  readonly clusters: { readonly number: number } | { readonly poisson: number };
  /** Visibility regions beside the first that share a cluster: Poisson with this mean. */
  readonly sharing: number;
  /** Power of a cluster falls by exp(-decay (tau - tau_0)), but no further than at tau = floor. */
  readonly decay: number;
  readonly floor: number;
  /** Scatterers around the base station. */
  readonly aroundBase: boolean;
  /** Share of clusters that are hit once; the others have a side seen by the base and one seen by the user. */
  readonly single: number;
  /** Delay between the two sides of a cluster: exponential with this mean, drawn again below the least one. */
  readonly link: { readonly mean: number; readonly least: number };
  readonly shadow: Spread;
  readonly delaySpread: Spread;
  /** Of departure at the base: elevation and azimuth. */
  readonly departureElevation: Spread;
  readonly departureAzimuth: Spread;
  /** Of arrival at the user. */
  readonly arrivalElevation: Spread;
  readonly arrivalAzimuth: Spread;
  /** Correlations of the normal deviates z of two spreads; the others are independent. */
  readonly correlations: readonly (readonly [SpreadName, SpreadName, number])[];
  /** Paths a cluster. */
  readonly paths: number;
  /** Where the user can see the base station. */
  readonly lineOfSight?: {
    /** Greatest distance. */
    readonly cutOff: number;
    /** Radius of its visibility region. */
    readonly radius: number;
    /** Power over that of all other paths, dB: normal. */
    readonly mean: number;
    readonly deviation: number;
  };
}

export interface Spread {
  readonly median: number;
  readonly dB: number;
}

export const spreadNames = [
  'shadow',
  'delaySpread',
  'departureElevation',
  'departureAzimuth',
  'arrivalElevation',
  'arrivalAzimuth',
] as const;

export type SpreadName = (typeof spreadNames)[number];

/** Direction of a cluster's side from that of its visibility region, degrees: normal, the same everywhere. */
export const clusterDirection = { mean: 43, deviation: 39 } as const;

/** The spread that has this mean and this standard deviation. */
function ofMean(mean: number, deviation: number): Spread {
  const variance = logarithm(1 + (deviation * deviation) / (mean * mean));
  return { median: mean * exponential(-variance / 2), dB: (10 * Math.sqrt(variance)) / Math.LN10 };
}

/** m/s, as the model rounds it. */
export const lightSpeed = 3e8;

/** A picocell in a hall at 5.3 GHz. It never has a line of sight, and its clusters' power has no floor. */
const indoor: Place = {
  carrier: 5.3e9,
  side: 20,
  cell: 30,
  region: { radius: 2.72, transition: 1 },
  clusters: { poisson: 3.8 },
  sharing: 4,
  decay: 16e6,
  floor: Number.POSITIVE_INFINITY,
  aroundBase: true,
  single: 0,
  link: { mean: 1.07e-7, least: 3.36e-8 },
  shadow: { median: 1, dB: 0 },
  delaySpread: ofMean(3e-9, 0.6e-9),
  departureElevation: ofMean(1.5, 1.5),
  departureAzimuth: ofMean(3, 2),
  arrivalElevation: ofMean(1, 1),
  arrivalAzimuth: ofMean(4, 2),
  correlations: [],
  paths: 3,
};

const outdoor = {
  carrier: 285e6,
  side: 400,
  cell: 500,
  clusters: { number: 6 },
  sharing: 0,
  aroundBase: false,
  departureElevation: { median: 90.41, dB: 0 },
  arrivalElevation: { median: 1.578, dB: 0 },
} as const;

const spreadCorrelations = [
  ['delaySpread', 'departureAzimuth', 0.9],
  ['delaySpread', 'arrivalAzimuth', 0.9],
  ['departureAzimuth', 'arrivalAzimuth', 0.9],
] as const;

/** A semi-urban cell around 285 MHz whose users see the base station within some 340 m. */
const outdoorInSight: Place = {
  ...outdoor,
  region: { radius: 32.8, transition: 16.8 },
  decay: 1.21 * Math.LN10 * 1e6,
  floor: 2.4e-6,
  single: 0.1,
  link: { mean: 8.54e-7, least: 4.79e-8 },
  shadow: { median: 1, dB: 2.05 },
  delaySpread: { median: 1.39e-7, dB: 3.66 },
  departureAzimuth: { median: 14.61, dB: 2.43 },
  arrivalAzimuth: { median: 14.75, dB: 2.68 },
  correlations: spreadCorrelations,
  paths: 27,
  lineOfSight: { cutOff: 350, radius: 343, mean: -4.7, deviation: 2 },
};

/** The same cell without a line of sight. */
const outdoorOutOfSight: Place = {
  ...outdoor,
  region: { radius: 24.5, transition: 12.2 },
  decay: 0.72 * Math.LN10 * 1e6,
  floor: 4.2e-6,
  single: 0.2,
  link: { mean: 1.02e-6, least: 5.24e-8 },
  shadow: { median: 1, dB: 2.27 },
  delaySpread: { median: 3.17e-7, dB: 2.5 },
  departureAzimuth: { median: 18.64, dB: 2.02 },
  arrivalAzimuth: { median: 19.01, dB: 2.03 },
  correlations: [
    ...spreadCorrelations,
    ['shadow', 'delaySpread', -0.1],
    ['shadow', 'departureAzimuth', -0.1],
    ['shadow', 'arrivalAzimuth', -0.1],
  ],
  paths: 48,
};

/** The places by the name of the scenario's axis. */
export const places = { indoor, outdoor: outdoorInSight, 'outdoor-nlos': outdoorOutOfSight } as const;

export type Environment = keyof typeof places;

export const environments = Object.keys(places) as Environment[];
