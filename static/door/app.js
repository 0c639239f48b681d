// The scanner page: ties camera, keyboard scanner, phone's memory, server and screen together.

import { Api, Offline } from "./api.js";
import { Camera } from "./camera.js";
import { Clock } from "./clock.js";
import { Controls } from "./controls.js";
import { Door } from "./door.js";
import { Gatekeeper } from "./gatekeeper.js";
import { Head } from "./head.js";
import { InView } from "./inview.js";
import { Keeping } from "./keeping.js";
import { Outbox } from "./outbox.js";
import { tokenOf, tokenOfPage } from "./pair.js";
import { Pairing } from "./pairing.js";
import { Search } from "./search.js";
import { install } from "./install.js";
import { inChosenLanguage } from "./settings.js";
import { Signals } from "./sound.js";
import * as store from "./store.js";
import { isOurs } from "./t1.js";
import { Screen } from "./verdict.js";
import { listen } from "./wedge.js";
import { Words } from "./words.js";

const TURN = 900; // ms a verdict stays when another code waits

const body = document.body;
const $ = (name) => document.getElementById(name);
const texts = { page: JSON.parse($("texts").textContent), words: JSON.parse($("words").textContent) };
const words = new Words(texts);
const api = new Api(body.dataset.api, document.documentElement.lang);
const signals = new Signals();
const inView = new InView();
const state = { configuration: null, direction: "entry", undo: null, last: null, more: {}, waiting: [], busy: false, shownAt: 0 };
const clock = new Clock(await store.fact("clock").catch(() => null));
const outbox = new Outbox(api, clock);
const screen = new Screen($("verdict"), { polite: $("polite"), urgent: $("urgent"), texts: texts.page });
const head = new Head(body, { texts: texts.page, words, clock });

const page = {
  api, clock, outbox, words, texts,
  get configuration() { return state.configuration; },
  get direction() { return state.direction; },
  get online() { return keeping.online; },
  now: () => clock.now(),
  get: (path) => api.get(path),
  post: (path, what) => api.post(path, what),
  file: (path) => api.file(path),
  scan: (text, more) => judge(text, more),
  show: (answer) => show(answer),
  clear: () => screen.clear(),
  hint: (text) => hint(text),
  signal: (name) => signals.give(name),
  sync: () => keeping.now(),
  get camera() { return camera; },
};
const door = new Door(page);
const gatekeeper = new Gatekeeper(page, {
  show,
  correct: (answer) => show({ ...answer, corrected: true }),
  failed: (message) => show({ verdict: "refuse", word: texts.page.failed, text: message }),
  lockOut: (message) => pairing.lockOut(message),
  waiting,
  kept: drawHead,
});
const keeping = new Keeping({
  api, clock, outbox,
  worker: body.dataset.snapshotWorker,
  told: {
    configured: configure,
    counted: (stats) => head.counts(stats),
    corrections: (list) => hint(words.fill("corrections", { n: list.length }), 15000),
    lockOut: (message) => pairing.lockOut(message),
    over: () => hint(texts.page.over, 60000),
    trouble: (message) => hint(message),
    drawn: () => {
      door.synced();
      return drawHead();
    },
  },
});
const pairing = new Pairing({
  api, outbox, words,
  texts: texts.page,
  give: (signal) => signals.give(signal),
  paired: () => keeping.now(),
  allowed: () => door.allowed("unpair"),
  forgotten: () => {
    state.configuration = null;
    screen.clear();
    draw();
  },
});
const camera = new Camera($("video"), {
  worker: body.dataset.worker,
  wasm: body.dataset.wasm,
  onread: read,
  onfail: () => hint(texts.page.reader_failed, 60000),
  onpause: (paused) => (body.dataset.camera = paused ? "paused" : camera.running ? "on" : "off"),
  onnothing: (nothing) => (body.dataset.nothing = nothing && screen.shown === null ? "yes" : "no"),
});
const controls = new Controls({ camera, signals, screen, outbox, words, texts: texts.page, hint, sync: () => keeping.now() });
const search = new Search($("search"), { api, texts: texts.page, onchoose: (found) => judge(found.number) });

// --- what is read -------------------------------------------------------------------------------------------------

function hint(text, length = 4000) {
  $("hint").textContent = text;
  $("hint").hidden = !text;
  clearTimeout(state.hinting);
  if (text) state.hinting = setTimeout(() => hint(""), length);
}

function waiting(yes, ms) {
  clearTimeout(state.reading);
  body.dataset.asking = "no";
  if (!yes) return;
  state.reading = setTimeout(() => {
    body.dataset.asking = "yes";
    signals.give("read");
  }, ms);
}

/** Codes came into view: ours are judged in turn, another only gets a quiet line. */
function read(found) {
  const fresh = inView.fresh(found);
  if (!fresh.length) return;
  if (!state.configuration) return void pair(fresh.map(tokenOf).find(Boolean));
  const codes = fresh.filter((text) => isOurs(text) || door.keeps(text));
  codes.forEach((text) => judge(text));
  if (!codes.length && !found.some(isOurs)) hint(texts.page.not_ours);
  return undefined;
}

/** Judge a code; one that comes while another is on its way waits its turn, as nobody would show it again. */
async function judge(text, more = {}) {
  if (door.keeps(text)) return;
  if (state.busy) {
    if (!state.waiting.some(([other]) => other === text)) state.waiting.push([text, more]);
    return;
  }
  state.busy = true;
  state.last = text;
  state.more = more;
  try {
    await gatekeeper.scan(text, more);
  } finally {
    state.busy = false;
    const next = state.waiting.shift();
    if (next) setTimeout(() => judge(...next), Math.max(0, state.shownAt + TURN - performance.now()));
  }
}

function actionsFor(answer, nonce) {
  const actions = door.buttonsFor({ ...answer, nonce, code: state.last, anyway: Boolean(state.more.anyway) });
  if (door.supervisor && answer.reason === "unpaid" && !answer.admitted) actions.push({ label: texts.page.anyway, run: letInAnyway });
  return actions;
}

async function letInAnyway() {
  const text = state.last;
  if (await door.allowed("anyway")) await judge(text, { anyway: true });
}

function show(answer, { nonce = "" } = {}) {
  const isNew = screen.show(answer, { actions: actionsFor(answer, nonce), scan: state.last });
  state.shownAt = performance.now();
  body.dataset.nothing = "no";
  if (isNew) signals.give(answer.verdict);
  state.undo = answer.admitted && nonce ? nonce : null;
  $("undo").disabled = !state.undo;
}

async function undo() {
  const nonce = state.undo;
  if (!nonce || !(await door.allowed("undo"))) return;
  state.undo = null;
  $("undo").disabled = true;
  try {
    await api.undo(nonce);
    await store.undone(nonce);
    screen.clear();
    hint(texts.page.undone);
    keeping.now();
  } catch (error) {
    hint(error instanceof Offline ? texts.page.undo_offline : error.message);
  }
}

const pair = (token) => (token ? pairing.pair(token) : hint(texts.page.not_a_pairing));

async function configure(configuration) {
  state.configuration = configuration;
  await store.remember("configuration", configuration);
  draw();
}

// --- the page -----------------------------------------------------------------------------------------------------

async function drawHead() {
  const { length } = await outbox.all();
  head.draw({ online: keeping.online, since: keeping.since, unsent: length });
  $("save-file-unpaired").hidden = !length;
}

function draw() {
  const { configuration } = state;
  body.dataset.paired = configuration ? "yes" : "no";
  if (configuration) {
    const gate = configuration.gates.find((one) => one.id === configuration.device.gate);
    $("direction").hidden = gate?.rule !== "in_and_out";
    if ($("direction").hidden) state.direction = "entry";
    $("find").hidden = $("undo").hidden = !door.supervisor;
    head.place(configuration, state.direction);
  }
  body.dataset.direction = state.direction;
  drawHead();
}

async function turn() {
  if (!(await door.allowed("direction"))) return;
  state.direction = state.direction === "entry" ? "exit" : "entry";
  draw();
}

async function openMenu() {
  if (!(await door.allowed("settings"))) return;
  door.drawMenu($("extras"));
  $("menu").showModal();
}

function wire() {
  $("wake").addEventListener("click", () => camera.wake());
  $("direction").addEventListener("click", turn);
  $("undo").addEventListener("click", undo);
  $("find").addEventListener("click", async () => (await door.allowed("search")) && search.open());
  $("more").addEventListener("click", openMenu);
  $("leave").addEventListener("click", () => pairing.leave());
  $("link").addEventListener("submit", (event) => {
    event.preventDefault();
    pair(tokenOf(new FormData(event.target).get("link")));
  });
  listen((text) => (state.configuration ? judge(text) : hint(texts.page.not_a_pairing)));
  api.onchange = drawHead;
  addEventListener("offline", drawHead);
  addEventListener("beforeunload", (event) => {
    if (!$("unsent").hidden) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && camera.running) controls.stayAwake();
  });
  setInterval(drawHead, 10000);
}

async function open() {
  controls.wire();
  if (inChosenLanguage($("language"))) return;
  wire();
  const token = tokenOfPage();
  api.key = (await store.fact("key")) ?? null;
  if (api.key) state.configuration = (await store.fact("configuration")) ?? null;
  if (api.key) keeping.resume(await store.fact("contact"));
  draw();
  body.dataset.ready = "yes";
  keeping.begin();
  if (state.configuration) await keeping.forgetIfOver(state.configuration);
  if (token) await pair(token);
  else await keeping.now();
  await install(body.dataset, () => body.dataset.camera === "off" && screen.shown === null);
}

open();
