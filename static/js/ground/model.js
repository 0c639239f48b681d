// The ground as the editor holds it: things by key, what the server last said of them, and what differs between the two.
// A change is a list of { key, kind, before, after }: the changed values only; before or after is null for a thing made or removed.

export class Ground {
  constructor(state, defaults) {
    this.defaults = defaults;
    this.things = new Map();
    this.base = new Map();
    this.touched = new Set();
    this.heard = [];
    this.made = 0;
    this.take(state);
  }

  static plurals = { zone: "zones", lane: "lanes", board: "boards", tap: "taps", entrance: "entrances", amenity: "amenities", stall: "stalls" };

  /** Read a state of the server. */
  read(state) {
    const found = new Map();
    for (const [kind, plural] of Object.entries(Ground.plurals)) {
      for (const row of state[plural]) found.set(this.keyOf(kind, row.id), { kind, ...this.defaults[kind], ...row });
    }
    return found;
  }

  take(state) {
    this.version = state.version;
    this.size = { width: state.ground.width, depth: state.ground.depth };
    this.limits = state.ground;
    this.picture = state.picture;
    this.base = this.read(state);
    this.things = new Map([...this.base].map(([key, thing]) => [key, { ...thing }]));
    this.touched.clear();
  }

  /** A thing made here keeps the key it was made under. */
  keyOf(kind, id) {
    for (const [key, thing] of this.base) if (thing.id === id && thing.kind === kind) return key;
    return `${kind}:${id}`;
  }

  freshKey(kind) {
    this.made += 1;
    return `${kind}:new${this.made}`;
  }

  of(kind) {
    return [...this.things.values()].filter((thing) => thing.kind === kind);
  }

  onChange(hear) {
    this.heard.push(hear);
  }

  /** Put a change into force; `back` undoes it. Returns the keys. */
  apply(change, back = false) {
    const keys = new Set();
    for (const { key, kind, before, after } of back ? [...change].reverse() : change) {
      const [from, to] = back ? [after, before] : [before, after];
      if (to === null) this.things.delete(key);
      else if (from === null) this.things.set(key, { kind, ...this.defaults[kind], ...to, id: this.base.get(key)?.id });
      else Object.assign(this.things.get(key) ?? {}, to);
      keys.add(key);
      this.touched.add(key);
    }
    this.heard.forEach((hear) => hear(keys));
    return keys;
  }

  /** The change that sets values of things: `values` is an object, or a function from thing to object. */
  setting(keys, values) {
    const change = [];
    for (const key of keys) {
      const thing = this.things.get(key);
      const wanted = typeof values === "function" ? values(thing, key) : values;
      const names = Object.keys(wanted ?? {}).filter((name) => wanted[name] !== thing[name]);
      if (!names.length) continue;
      const pick = (source) => Object.fromEntries(names.map((name) => [name, source[name]]));
      change.push({ key, kind: thing.kind, before: pick(thing), after: pick(wanted) });
    }
    return change;
  }

  making(kind, values) {
    return { key: this.freshKey(kind), kind, before: null, after: values };
  }

  removing(keys) {
    return [...keys].map((key) => {
      const { kind, id, ...values } = this.things.get(key);
      return { key, kind, before: values, after: null };
    });
  }

  /** What differs from the server, as edits; things made here are sent under their key. */
  edits() {
    const found = [];
    for (const key of this.touched) {
      const [was, is] = [this.base.get(key), this.things.get(key)];
      if (!was && is) {
        const { kind, id, ...values } = is;
        found.push({ kind, new: key, set: values });
      } else if (was && !is) found.push({ kind: was.kind, id: was.id, delete: true });
      else if (was && is) {
        const set = Object.fromEntries(Object.keys(is).filter((name) => is[name] !== was[name] && name !== "id").map((name) => [name, is[name]]));
        if (Object.keys(set).length) found.push({ kind: is.kind, id: was.id, set });
      }
    }
    return found.sort((a, b) => Boolean(b.delete) - Boolean(a.delete));
  }

  /** The server has taken what was sent; `sent` is a copy of the things at that moment. */
  settled(version, ids, sent) {
    this.version = version;
    for (const [key, thing] of sent) {
      if (thing === null) { this.base.delete(key); continue; }
      const id = ids[key] ?? thing.id;
      this.base.set(key, { ...thing, id });
      const now = this.things.get(key);
      if (now) now.id = id;
    }
    this.touched = new Set([...this.touched].filter((key) => this.differs(key)));
  }

  differs(key) {
    const [was, is] = [this.base.get(key), this.things.get(key)];
    return !was !== !is || (was && Object.keys(is).some((name) => is[name] !== was[name]));
  }

  /** Take over what somebody else changed, keeping one's own. Returns { changed, clashes }: names, and { key, theirs }. */
  merge(state) {
    const theirs = this.read(state);
    const [changed, clashes] = [[], []];
    for (const key of new Set([...this.base.keys(), ...theirs.keys()])) {
      const [was, now, mine] = [this.base.get(key), theirs.get(key), this.things.get(key)];
      const names = new Set([...Object.keys(was ?? {}), ...Object.keys(now ?? {})]);
      const moved = !was || !now ? [...names] : [...names].filter((name) => was[name] !== now[name]);
      if (!moved.length) continue;
      changed.push(nameOf(now ?? was));
      const own = this.touched.has(key) && this.differs(key);
      if (!was) this.things.set(key, { ...now });
      else if (!now) own && mine ? clashes.push({ key, theirs: null, name: nameOf(was) }) : this.things.delete(key);
      else if (!mine) clashes.push({ key, theirs: now, name: nameOf(now) });
      else {
        const both = moved.filter((name) => own && mine[name] !== was[name] && mine[name] !== now[name]);
        for (const name of moved) if (!both.includes(name)) mine[name] = now[name];
        if (both.length) clashes.push({ key, theirs: Object.fromEntries(both.map((name) => [name, now[name]])), name: nameOf(now) });
      }
    }
    this.base = theirs;
    this.version = state.version;
    this.heard.forEach((hear) => hear(null));
    return { changed, clashes };
  }

  /** Settle clashes: one's own values stay as they are and are sent, or theirs are taken. */
  resolve(clashes, keepMine) {
    if (!keepMine) {
      for (const { key, theirs } of clashes) {
        if (theirs === null) this.things.delete(key);
        else if (this.things.has(key)) Object.assign(this.things.get(key), theirs);
        else this.things.set(key, { ...theirs });
      }
      this.heard.forEach((hear) => hear(null));
    }
    for (const { key } of clashes) this.touched.add(key);
  }
}

export const nameOf = (thing) => String(thing.number || thing.code || thing.name || thing.kind);
