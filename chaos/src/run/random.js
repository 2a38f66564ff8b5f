/** A generator of numbers that a seed determines: the same seed, the same run. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  /** A number from 0 up to 1, which it does not reach (mulberry32). */
  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let bits = this.#state;
    bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number below the limit. */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  pick(values) {
    return values[this.below(values.length)];
  }

  /** One of the names of an object whose values are weights. */
  weighted(weights) {
    const entries = Object.entries(weights);
    let rest = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) {
      rest -= weight;
      if (rest < 0) {
        return name;
      }
    }
    return entries.at(-1)[0];
  }

  shuffled(values) {
    const result = [...values];
    for (let i = result.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [result[i], result[j]] = [result[j], result[i]];
    }
    return result;
  }

  /** A generator of its own, so that the order in which two parts ask does not matter. */
  fork() {
    return new Random(Math.floor(this.next() * 2 ** 32));
  }
}
