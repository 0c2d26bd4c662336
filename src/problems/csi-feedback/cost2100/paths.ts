/**
 * Propagation paths of one channel: complex amplitude at the base's first antenna and zero frequency, delay in seconds, and cosine of
 * the azimuth at the base against the line of its antennas. The arrays are used again for the next channel.
 */
export class Paths {
  count = 0;
  re = new Float64Array(64);
  im = new Float64Array(64);
  delay = new Float64Array(64);
  cosine = new Float64Array(64);

  add(re: number, im: number, delay: number, cosine: number): void {
    if (this.count === this.re.length) this.#grow();
    const i = this.count++;
    this.re[i] = re;
    this.im[i] = im;
    this.delay[i] = delay;
    this.cosine[i] = cosine;
  }

  clear(): void {
    this.count = 0;
  }

  /** Sum of squared amplitudes from path `first` on. */
  power(first = 0): number {
    let sum = 0;
    for (let i = first; i < this.count; i++) sum += this.re[i] * this.re[i] + this.im[i] * this.im[i];
    return sum;
  }

  #grow(): void {
    const larger = (values: Float64Array) => {
      const copy = new Float64Array(2 * values.length);
      copy.set(values);
      return copy;
    };
    this.re = larger(this.re);
    this.im = larger(this.im);
    this.delay = larger(this.delay);
    this.cosine = larger(this.cosine);
  }
}
