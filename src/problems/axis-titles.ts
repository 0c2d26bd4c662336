/** What a figure calls an axis: `Users, K`, `SNR (dB)`; in a panel's header `K = 4`, `SNR = 10 dB`. */
export interface AxisTitle {
  readonly name: string;
  /** Where the field has one. */
  readonly symbol?: string;
  readonly unit?: string;
}

const antennas = (of: string, symbol: string): AxisTitle => ({ name: `Antennas of ${of}`, symbol });
const snr: AxisTitle = { name: 'SNR', unit: 'dB' };

/**
 * Titles of the axes of each problem, for figures that state none. They are no part of the problems, so that another word renews no
 * result. An axis without a title is called by its name.
 */
export const axisTitles: Readonly<Record<string, Readonly<Record<string, AxisTitle>>>> = {
  beamforming: {
    M: antennas('the base station', 'M'),
    K: { name: 'Users', symbol: 'K' },
    N: antennas('each user', 'N'),
    d: { name: 'Streams to each user', symbol: 'd' },
    snr,
    riceFactor: { name: 'Rician K factor', unit: 'dB' },
    txCorrelation: { name: 'Correlation of the transmit antennas' },
    rxCorrelation: { name: 'Correlation of the receive antennas' },
    pathLoss: { name: 'Exponent of the path loss' },
    errorVariance: { name: 'Error variance of the estimate' },
    pilots: { name: 'Pilot symbols of each user antenna' },
    pilotSnr: { name: 'SNR of the pilots', unit: 'dB' },
  },
  multicell: {
    B: { name: 'Base stations', symbol: 'B' },
    U: { name: 'Users of each station', symbol: 'U' },
    Nt: antennas('each station', 'N_{t}'),
    Nr: antennas('each user', 'N_{r}'),
    isd: { name: 'Inter-site distance', unit: 'km' },
    snr,
    P: { name: 'Transmit power of each station', symbol: 'P' },
  },
  'massive-access': {
    L: { name: 'Length of the preambles', symbol: 'L' },
    N: { name: 'Devices', symbol: 'N' },
    M: antennas('the base station', 'M'),
    activity: { name: 'Probability of activity' },
    kappa: { name: 'Condition number of the preambles' },
    snr,
    threshold: { name: 'Threshold of activity' },
  },
  'csi-feedback': {
    compression: { name: 'Compression ratio' },
    bits: { name: 'Bits for each entry of the codeword' },
    Nt: antennas('the base station', 'N_{t}'),
    Nc: { name: 'Subcarriers', symbol: 'N_{c}' },
    Na: { name: 'Delay rows', symbol: 'N_{a}' },
  },
};
