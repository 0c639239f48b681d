// Sends what differs, a moment after the last change. Nothing is lost: what could not be sent stays and is sent again;
// what somebody else changed is taken over, and where both changed the same the reader decides.

const PAUSE_MS = 700;
const AGAIN_MS = 5000;

export class Saving {
  constructor(editor, settings, place) {
    Object.assign(this, { editor, url: settings.edits, place });
    this.token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    editor.ground.onChange(() => this.soon());
    addEventListener("beforeunload", (event) => { if (editor.ground.edits().length) event.preventDefault(); });
    addEventListener("online", () => this.now());
    this.say("saved");
  }

  say(word, values = {}) {
    const text = Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), this.editor.words[word]);
    this.place.textContent = text;
    this.place.dataset.state = word;
  }

  soon(after = PAUSE_MS) {
    clearTimeout(this.timer);
    if (this.clashes) return;
    if (!this.editor.ground.edits().length) { if (!this.isSending) this.say("saved"); return; }
    if (this.place.dataset.state === "saved") this.say("unsaved");
    this.timer = setTimeout(() => this.now(), after);
  }

  async now() {
    const { ground } = this.editor;
    clearTimeout(this.timer);
    if (this.isSending || this.clashes) return;
    const edits = ground.edits();
    if (!edits.length) return;
    const sent = new Map([...ground.touched].map((key) => [key, ground.things.has(key) ? { ...ground.things.get(key) } : null]));
    this.isSending = true;
    this.say("saving");
    let answer;
    let body;
    try {
      answer = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ version: ground.version, edits }),
      });
      body = await answer.json();
    } catch {
      this.isSending = false;
      this.say("offline");
      this.timer = setTimeout(() => this.now(), AGAIN_MS);
      return;
    }
    this.isSending = false;
    if (answer.ok) this.taken(body, sent);
    else if (answer.status === 409 && body.code === "stale") this.merge(body);
    else this.refused(body, edits);
  }

  taken(body, sent) {
    const { editor } = this;
    editor.ground.settled(body.version, body.ids, sent);
    editor.checks.show(body.checks);
    this.say("saved");
    this.soon();
  }

  merge({ now, who }) {
    const { editor } = this;
    const { changed, clashes } = editor.ground.merge(now);
    editor.pick([...editor.picked].filter((key) => editor.ground.things.has(key)));
    editor.checks.show(now.checks);
    const values = { who: who || editor.words.somebody, names: listed(changed) };
    editor.say(fill(editor.words.merged, values));
    if (!clashes.length) { this.soon(0); this.say("unsaved"); return; }
    this.clashes = clashes;
    editor.ask(fill(editor.words.clash, { ...values, names: listed(clashes.map((one) => one.name)) }), (keepMine) => {
      this.clashes = null;
      editor.ground.resolve(clashes, keepMine);
      this.soon(0);
    });
  }

  /** What the server will not take is taken back where it was to be removed; otherwise it stays, and the reader is told. */
  refused(body, edits) {
    const { editor } = this;
    this.say("refused", { text: body.detail ?? "" });
    editor.say(fill(editor.words.refused, { text: body.detail ?? "" }), true);
    if (body.code === "in_use") {
      const { ground } = editor;
      const change = [];
      for (const [key, was] of ground.base) {
        if (!ground.things.has(key) && body.ids.includes(was.id)) change.push({ key, kind: was.kind, before: null, after: { ...was } });
      }
      if (change.length) ground.apply(change);
      this.soon(0);
    } else if (edits[body.edit]) {
      const wrong = edits[body.edit];
      const key = wrong.new ?? [...editor.ground.things].find(([, thing]) => thing.kind === wrong.kind && thing.id === wrong.id)?.[0];
      if (key) editor.pick([key]);
    }
  }
}

const fill = (text, values) => Object.entries(values).reduce((said, [name, value]) => said.replace(`{${name}}`, value), text);
const listed = (names) => (names.length > 8 ? `${names.slice(0, 8).join(", ")} … (${names.length})` : names.join(", "));
