/**
 * The idempotency key of a command, one for each dialog and what was filled in: however often the same is tried, by the person or
 * by the page, it is carried out once. Something else is another command.
 */
export class Attempts {
  #content: string | null = null;
  #key = '';

  keyFor(content: string): string {
    if (content !== this.#content) [this.#content, this.#key] = [content, newKey()];
    return this.#key;
  }
}

// crypto.randomUUID is missing on pages without HTTPS.
const newKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
