import { spentPower } from '../../../downlink/spent-power.ts';

/** What the station that spends most spends. */
export const power = spentPower({ title: 'Largest transmit power of a station', whose: "a station's transmit power" });
