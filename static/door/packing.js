// A page of the snapshot, from columns (ticketing/door/packing.py) to blocks of serials that lie side by side in one record each.

export const BLOCK = 512; // serials to a record: one read for a scan, a few hundred writes for a hundred thousand tickets
export const STATES = ["", "unpaid", "valid", "cancelled"]; // 0: this phone has not heard of the ticket
const LETTERS = { u: 1, v: 2, c: 3 };

export const blockOf = (serial) => Math.floor(serial / BLOCK);

/** Return values of runs, [value, count, value, count, …], one by one. */
function* spread(runs) {
  for (let at = 0; at < runs.length; at += 2) for (let n = 0; n < runs[at + 1]; n++) yield runs[at];
}

function* serials(steps) {
  let serial = 0;
  for (const step of steps) yield (serial += step);
}

const emptyTickets = () => ({
  state: new Uint8Array(BLOCK),
  generation: new Uint8Array(BLOCK),
  note: new Uint8Array(BLOCK),
  ask: new Uint8Array(BLOCK),
  product: new Uint32Array(BLOCK),
  window: new Uint32Array(BLOCK),
});

function grouped(steps, make) {
  const blocks = new Map();
  let place = 0;
  for (const serial of serials(steps)) {
    const number = blockOf(serial);
    if (!blocks.has(number)) blocks.set(number, []);
    blocks.get(number).push(make(serial, place++));
  }
  return blocks;
}

/** Return Map of block number → lines {serial, state, generation, product, window, ask, note, name}. */
export function ticketBlocks({ serial, state, generation, product, window, ask, note, name }) {
  const columns = [state, generation, product, window, ask].map(spread);
  return grouped(serial, (one, place) => {
    const [letter, generationNow, productNow, windowNow, askNow] = columns.map((column) => column.next().value);
    return { serial: one, state: LETTERS[letter], generation: generationNow, product: productNow, window: windowNow, ask: askNow, note: note[place] ?? "", name: name[place] ?? "" };
  });
}

/** Return Map of block number → lines {serial, area, slot, exit, gate, at}. */
export function passedBlocks({ serial, area, slot, exit, gate, base, at }) {
  const columns = [area, slot, exit, gate].map(spread);
  return grouped(serial, (one, place) => {
    const [areaNow, slotNow, exitNow, gateNow] = columns.map((column) => column.next().value);
    return { serial: one, area: areaNow, slot: slotNow, exit: Boolean(exitNow), gate: gateNow, at: (base + at[place]) * 1000 };
  });
}

export function intoTickets(record = emptyTickets(), lines) {
  for (const { serial, state, generation, product, window, ask, note } of lines) {
    const place = serial % BLOCK;
    record.state[place] = state;
    record.generation[place] = generation;
    record.product[place] = product;
    record.window[place] = window;
    record.ask[place] = ask;
    record.note[place] = note ? 1 : 0;
  }
  return record;
}

/** Records of who passed are Maps of "serial:area" → {slot, at, exit, gate}. */
export function intoPassed(record = new Map(), lines) {
  for (const { serial, area, ...last } of lines) {
    if (last.slot) record.set(`${serial}:${area}`, last);
    else record.delete(`${serial}:${area}`);
  }
  return record;
}

/** Return what a record says of one ticket, or null when it has not been heard of. */
export function ticketIn(record, serial) {
  const place = serial % BLOCK;
  if (!record?.state[place]) return null;
  return {
    state: STATES[record.state[place]],
    generation: record.generation[place],
    product: record.product[place],
    window: record.window[place],
    attention: record.note[place] === 1,
    toAsk: record.ask[place] === 1,
  };
}
