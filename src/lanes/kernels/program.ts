/**
 * Makes the recorded calls from `first` to `end`, one after the other: each is a kernel's place in the function table, the
 * number of its arguments, and the arguments, in 32-bit words.
 */
export function run(first: usize, end: usize): void {
  let p = first;
  while (p < end) {
    const length = load<usize>(p, 4);
    call(load<u32>(p), length, p + 8);
    p += 8 + length * 4;
  }
}

// biome-ignore format: one number of arguments a line
function call(f: u32, length: usize, p: usize): void {
  switch (<i32>length) {
    case 3: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2)); break;
    case 4: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3)); break;
    case 5: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4)); break;
    case 6: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5)); break;
    case 7: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6)); break;
    case 8: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7)); break;
    case 9: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8)); break;
    case 10: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9)); break;
    case 11: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10)); break;
    case 12: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11)); break;
    case 13: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12)); break;
    case 14: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13)); break;
    case 15: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14)); break;
    case 16: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15)); break;
    case 17: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15), at(p, 16)); break;
    case 18: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15), at(p, 16), at(p, 17)); break;
    case 19: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15), at(p, 16), at(p, 17), at(p, 18)); break;
    case 20: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15), at(p, 16), at(p, 17), at(p, 18), at(p, 19)); break;
    case 23: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15), at(p, 16), at(p, 17), at(p, 18), at(p, 19), at(p, 20), at(p, 21), at(p, 22)); break;
    case 24: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15), at(p, 16), at(p, 17), at(p, 18), at(p, 19), at(p, 20), at(p, 21), at(p, 22), at(p, 23)); break;
    case 34: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15), at(p, 16), at(p, 17), at(p, 18), at(p, 19), at(p, 20), at(p, 21), at(p, 22), at(p, 23), at(p, 24), at(p, 25), at(p, 26), at(p, 27), at(p, 28), at(p, 29), at(p, 30), at(p, 31), at(p, 32), at(p, 33)); break;
    case 41: call_indirect<void>(f, at(p, 0), at(p, 1), at(p, 2), at(p, 3), at(p, 4), at(p, 5), at(p, 6), at(p, 7), at(p, 8), at(p, 9), at(p, 10), at(p, 11), at(p, 12), at(p, 13), at(p, 14), at(p, 15), at(p, 16), at(p, 17), at(p, 18), at(p, 19), at(p, 20), at(p, 21), at(p, 22), at(p, 23), at(p, 24), at(p, 25), at(p, 26), at(p, 27), at(p, 28), at(p, 29), at(p, 30), at(p, 31), at(p, 32), at(p, 33), at(p, 34), at(p, 35), at(p, 36), at(p, 37), at(p, 38), at(p, 39), at(p, 40)); break;
    default: unreachable();
  }
}

function at(p: usize, i: usize): usize {
  return load<usize>(p + 4 * i);
}
