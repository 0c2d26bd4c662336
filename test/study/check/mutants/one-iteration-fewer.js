// From the second iteration on, what is reported lags one iteration behind.
import { withSolver } from './with-solver.js';

export default withSolver((solver, instance, parameters, observer) => {
  if (parameters.iterations === 'converged') return solver.solve(instance, parameters, observer);
  return solver.solve(instance, parameters, {
    solution(iteration, range, solution) {
      if (iteration === 1) observer.solution(1, range, solution);
      if (iteration < parameters.iterations) observer.solution(iteration + 1, range, solution);
    },
    diagnostic: (...given) => observer.diagnostic(...given),
  });
});
