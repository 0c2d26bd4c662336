// Starts at random beamformers, whatever the experiment says.
import { withSolver } from './with-solver.js';

export default withSolver((solver, instance, parameters, observer) =>
  solver.solve(instance, { ...parameters, start: 'random' }, observer),
);
