// Talks to the server. Two ways to fail: Problem (the server said no, with a stable code) and Offline (nobody answered).

const PATIENCE = 4000; // ms; a person stands in front of the gate

export class Offline extends Error {
  name = "Offline";
}

export class Problem extends Error {
  name = "Problem";

  constructor(document) {
    super(document.title);
    this.code = document.code;
    this.status = document.status;
  }
}

/** The phone's key is not good any more: its place was given to another, or the organiser has switched it off. */
export const isLockOut = (error) => error.code === "not_paired" || error.code === "device_revoked";

export class Api {
  constructor(base, language) {
    this.base = base;
    this.language = language;
    this.key = null;
    this.online = null; // whether the last call was answered
    this.onchange = () => {};
  }

  #is(online) {
    this.online = online;
    this.onchange();
  }

  /** Ask for `path`, with `body` by POST; the answer is JSON, or `as` "blob". Throws Problem or Offline. */
  async ask(path, { body, patience = PATIENCE, as = "json" } = {}) {
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
      const document = response.status === 204 ? null : await response[response.ok ? as : "json"]();
      this.#is(true);
      if (!response.ok) throw new Problem(document);
      return document;
    } catch (error) {
      if (error instanceof Problem) throw error;
      this.#is(false);
      throw new Offline(error.message);
    }
  }

  get = (path) => this.ask(path);
  post = (path, body) => this.ask(path, { body, patience: 15000 });
  file = (path) => this.ask(path, { as: "blob", patience: 15000 });
  pair = (token) => this.ask("pair", { body: { token }, patience: 15000 });
  scan = (scan) => this.ask("scan", { body: scan });
  undo = (nonce) => this.ask("undo", { body: { nonce } });
  sync = (scans, sentAt) => this.ask("sync", { body: { sent_at: sentAt, scans }, patience: 30000 });
  configuration = () => this.ask("configuration", { patience: 15000 });
  snapshot = (cursor) => this.ask(`snapshot?${new URLSearchParams({ cursor })}`, { patience: 60000 });
  search = (words) => this.ask(`search?${new URLSearchParams({ q: words })}`);
  stats = (told) => this.ask(`stats?${new URLSearchParams(told)}`);
}
