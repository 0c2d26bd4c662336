"""A peer's side of a benchmark: answers every line on its input, once a step is done, with the milliseconds that it took."""

import sys
import time


def answer(step):
    for _ in sys.stdin:
        wall, processor = time.perf_counter(), time.process_time()
        step()
        print((time.perf_counter() - wall) * 1e3, (time.process_time() - processor) * 1e3, flush=True)
