// Talks to the server. Two ways to fail: Problem (the server said no, with a stable code) and Offline (nobody answered).

const PATIENCE = 4000; // ms; a person stands in front of the gate

export class Offline extends Error {}

export class Problem extends Error {
  constructor(document) {
    super(document.title);
    this.code = document.code;
    this.status = document.status;
  }
}

export class Api {
  constructor(base, language) {
    this.base = base;
    this.language = language;
    this.key = null;
    this.onchange = () => {};
  }

  async #ask(path, { body, patience = PATIENCE } = {}) {
    let response;
    try {
      response = await fetch(this.base + path, {
        method: body ? "POST" : "GET",
        headers: {
          "Accept-Language": this.language,
          ...(this.key && { Authorization: `Bearer ${this.key}` }),
          ...(body && { "Content-Type": "application/json" }),
        },
        body: body && JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        signal: AbortSignal.timeout(patience),
      });
      if (response.status >= 500) throw new Error(String(response.status));
      const document = await response.json();
      this.onchange(true);
      if (!response.ok) throw new Problem(document);
      return document;
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.onchange(false);
      throw new Offline(error.message);
    }
  }

  pair = (token) => this.#ask("pair", { body: { token }, patience: 15000 });
  scan = (scan) => this.#ask("scan", { body: scan });
  undo = (nonce) => this.#ask("undo", { body: { nonce } });
  sync = (scans) => this.#ask("sync", { body: { sent_at: new Date().toISOString(), scans }, patience: 30000 });
  configuration = () => this.#ask("snapshot?tickets=false", { patience: 15000 });
  search = (words) => this.#ask(`search?${new URLSearchParams({ q: words })}`);
  stats = () => this.#ask("stats");
}
