/* Threefry2x32-20 on four counters at a time: `../threefry.ts` says what it is. */

function rotate(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by));
}

/**
 * The blocks of counters (c0, c1), (c0, c1 + 1) ... under key (k0, k1). Each two take 32 bytes, of which the first 16 get the
 * first words of both and then the second words of both.
 */
export function blocks(k0: i32, k1: i32, c0: i32, c1: i32, count: i32, out: usize): void {
  const k2 = 0x1bd11bda ^ k0 ^ k1;
  const key0 = i32x4.splat(k0);
  const key1 = i32x4.splat(k1);
  const key2 = i32x4.splat(k2);
  const key21 = i32x4.splat(k2 + 1);
  const key02 = i32x4.splat(k0 + 2);
  const key13 = i32x4.splat(k1 + 3);
  const key24 = i32x4.splat(k2 + 4);
  const key05 = i32x4.splat(k0 + 5);
  const first = i32x4.splat(c0 + k0);
  let second = i32x4.add(i32x4.splat(c1 + k1), i32x4(0, 1, 2, 3));

  for (const end = out + <usize>count * 16; out < end; out += 64) {
    let x = i32x4.add(first, second);
    let y = v128.xor(rotate(second, 13), x);
    second = i32x4.add(second, i32x4.splat(4));
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 15), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 26), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 6), x);
    x = i32x4.add(x, key1);
    y = i32x4.add(y, key21);

    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 17), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 29), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 16), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 24), x);
    x = i32x4.add(x, key2);
    y = i32x4.add(y, key02);

    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 13), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 15), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 26), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 6), x);
    x = i32x4.add(x, key0);
    y = i32x4.add(y, key13);

    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 17), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 29), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 16), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 24), x);
    x = i32x4.add(x, key1);
    y = i32x4.add(y, key24);

    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 13), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 15), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 26), x);
    x = i32x4.add(x, y);
    y = v128.xor(rotate(y, 6), x);
    x = i32x4.add(x, key2);
    y = i32x4.add(y, key05);

    v128.store(out, v128.shuffle<i32>(x, y, 0, 1, 4, 5));
    v128.store(out + 32, v128.shuffle<i32>(x, y, 2, 3, 6, 7));
  }
}
