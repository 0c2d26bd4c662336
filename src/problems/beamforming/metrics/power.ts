import { spentPower } from '../../../downlink/spent-power.ts';

/** What the station spends, eq. (3b). */
export const power = spentPower({ title: 'Transmit power', whose: 'transmit power' });
