// The problem as it is, from a file of its own.
export { beamforming as default } from '../../../../build/src/problems/beamforming/problem.js';
