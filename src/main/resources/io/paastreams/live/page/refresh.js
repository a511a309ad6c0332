import { connection } from "./connection.js";

const EVERY = 1000;

/**
 * Asks the server again when it has something new of a kind, once a second at most, and after a
 * failure until it answers. An answer that a later question has overtaken is dropped.
 */
export class Refresh {
  #version = null;
  #at = -EVERY;
  #question = 0;

  /**
   * @param kind of the versions in the status; null to ask only once
   * @param parts ask: a function that returns a promise; show: takes what it gives; fail: takes an Error
   */
  constructor(kind, { ask, show, fail }) {
    this.kind = kind;
    this.ask = ask;
    this.show = show;
    this.fail = fail;
  }

  /** Call it often. What is there does not move while the page is paused. */
  update() {
    if (connection.paused && this.#version !== null) return;
    if (this.#version !== this.#latest() && performance.now() - this.#at >= EVERY) this.now();
  }

  /** Asks whether there is something new or not. */
  async now() {
    const question = ++this.#question;
    this.#at = performance.now();
    this.#version = this.#latest();
    try {
      const answer = await this.ask();
      if (question === this.#question) await this.show(answer);
    } catch (failure) {
      if (question !== this.#question) return;
      if (!failure.final) this.#version = null;
      this.fail(failure);
    }
  }

  #latest() {
    return this.kind === null ? 0 : connection.status?.versions?.[this.kind] ?? 0;
  }
}
