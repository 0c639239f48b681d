// The scanner page: ties camera, keyboard scanner, server and screen together.

import { Api, Offline, Problem } from "./api.js";
import { Camera } from "./camera.js";
import { judgeAndKeep } from "./judge.js";
import { tokenOf, tokenOfPage } from "./pair.js";
import { Search } from "./search.js";
import { Signals } from "./sound.js";
import * as store from "./store.js";
import { isOurs } from "./t1.js";
import { Screen } from "./verdict.js";
import { listen } from "./wedge.js";

const AGAIN = 2500; // ms after a code has left the view before it counts as shown again
const SYNC_EVERY = 20000;
const BATCH = 100;

const page = document.body;
const $ = (name) => document.getElementById(name);
const texts = { page: JSON.parse($("texts").textContent), words: JSON.parse($("words").textContent) };
const api = new Api(page.dataset.api, document.documentElement.lang);
const signals = new Signals();
const state = { configuration: null, direction: "entry", undo: null, last: null, seen: { text: "", at: 0 }, synced: null, busy: false, waiting: [] };

const screen = new Screen($("verdict"), { polite: $("polite"), urgent: $("urgent"), onanyway: () => scan(state.last.code, { anyway: true }) });
const camera = new Camera($("video"), {
  worker: page.dataset.worker,
  wasm: page.dataset.wasm,
  onread: ([...found]) => read(found.find((text) => isOurs(text) || tokenOf(text)) ?? found[0]),
  onfail: () => hint(texts.page.reader_failed),
});
const search = new Search($("search"), { api, texts: texts.page, onchoose: (found) => scan(found.number) });

// --- what is read -------------------------------------------------------------------------------------------------

function hint(text) {
  $("hint").textContent = text;
  $("hint").hidden = !text;
  clearTimeout(state.hinting);
  if (text) state.hinting = setTimeout(() => hint(""), 4000);
}

/** A code came into view; the same one is ignored while it stays there and a little longer. */
function read(text) {
  const now = performance.now();
  const same = text === state.seen.text && now - state.seen.at < AGAIN;
  state.seen = { text, at: now };
  if (same) return;
  if (!state.configuration) pair(tokenOf(text));
  else if (isOurs(text)) scan(text);
  else hint(texts.page.not_ours);
}

/** Judge a code; one that comes while another is being judged waits its turn, as nobody would show it again. */
async function scan(code, { anyway = false } = {}) {
  if (state.busy) return void state.waiting.push([code, { anyway }]);
  state.busy = true;
  state.last = { code };
  const sent = { code: code.slice(0, 200), nonce: crypto.randomUUID(), direction: state.direction };
  try {
    const answer = await api.scan(anyway ? { ...sent, anyway } : sent);
    show(answer, sent.nonce);
  } catch (error) {
    if (error instanceof Problem) refusedBy(error);
    else if (isOurs(code)) await withoutNetwork(sent);
    else show({ verdict: "refuse", word: texts.page.offline_label, text: texts.page.search_offline });
  } finally {
    state.busy = false;
    const next = state.waiting.shift();
    if (next) scan(...next);
  }
  return undefined;
}

async function withoutNetwork(sent) {
  show(await judgeAndKeep(sent, state.configuration, texts));
  await countUnsent();
}

function show(answer, nonce) {
  const supervisor = state.configuration?.device.rights === "supervisor";
  screen.show(answer, { anyway: supervisor && answer.reason === "unpaid" && !answer.admitted });
  signals.give(answer.verdict);
  state.undo = answer.admitted && supervisor ? nonce : null;
  $("undo").disabled = !state.undo;
}

const isLockOut = (problem) => problem.code === "not_paired" || problem.code === "device_revoked";

function refusedBy(problem) {
  if (isLockOut(problem)) lockOut(problem.message);
  else show({ verdict: "refuse", word: texts.page.failed, text: problem.message });
}

async function undo() {
  const nonce = state.undo;
  state.undo = null;
  $("undo").disabled = true;
  try {
    await api.undo(nonce);
    screen.clear();
    hint(texts.page.undone);
  } catch (error) {
    hint(error instanceof Offline ? texts.page.undo_offline : error.message);
  }
}

// --- pairing ------------------------------------------------------------------------------------------------------

async function pair(token) {
  if (!token) return hint(texts.page.not_a_pairing);
  try {
    const { key, device } = await api.pair(token);
    await store.remember("key", key); // what an earlier pairing left unsent is kept and sent with the new key
    api.key = key;
    signals.give("admit");
    await configure({ device, gates: [], products: [], windows: [], keys: [] });
    await sync();
  } catch (error) {
    $("pairing-problem").textContent = error instanceof Problem ? error.message : texts.page.offline_label;
    signals.give("refuse");
  }
  return undefined;
}

async function lockOut(message) {
  if (!api.key) return; // said already; an answer under way meanwhile knows less
  api.key = null; // unsent scans stay, for the day the phone is paired with the same event again
  state.configuration = null;
  await store.remember("key", null);
  screen.clear();
  $("pairing-problem").textContent = message;
  draw();
}

async function leave() {
  const waiting = (await store.unsent()).length;
  if (!confirm(waiting ? texts.page.leave_unsent.replace("%(n)s", waiting) : texts.page.leave)) return;
  await store.forget();
  location.reload();
}

async function configure(configuration) {
  state.configuration = configuration;
  await store.remember("configuration", configuration);
  draw();
}

// --- keeping in touch ---------------------------------------------------------------------------------------------

async function countUnsent() {
  const { length } = await store.unsent();
  $("unsent").textContent = texts.page.unsent.replace("%(n)s", length);
  $("unsent").hidden = !length;
  return length;
}

async function sendUnsent() {
  const kept = await store.unsent();
  for (let start = 0; start < kept.length; start += BATCH) {
    const batch = kept.slice(start, start + BATCH);
    const { scans } = await api.sync(batch);
    await store.sent(scans.map((one) => one.nonce));
  }
}

async function sync() {
  if (!api.key || state.syncing) return;
  state.syncing = true;
  try {
    await sendUnsent();
    await configure(await api.configuration());
    const stats = await api.stats();
    state.synced = Date.now();
    $("counts").textContent = texts.page.counts.replace("%(admitted)s", stats.admitted).replace("%(sold)s", stats.sold);
  } catch (error) {
    if (error instanceof Problem && isLockOut(error)) await lockOut(error.message);
    else if (error instanceof Problem) hint(error.message);
    else if (!(error instanceof Offline)) throw error;
  } finally {
    state.syncing = false;
    await countUnsent();
    drawTouch();
  }
}

function drawTouch(online = api.online) {
  api.online = online;
  page.dataset.online = online === false ? "no" : "yes";
  const minutes = state.synced ? Math.floor((Date.now() - state.synced) / 60000) : null;
  const since = minutes === null ? texts.page.never_synced : minutes ? texts.page.synced_ago.replace("%(n)s", minutes) : texts.page.synced;
  $("touch").textContent = `${online === false ? texts.page.offline_label : texts.page.online_label} · ${since}`;
}

// --- the page -----------------------------------------------------------------------------------------------------

function draw() {
  const paired = Boolean(state.configuration);
  page.dataset.paired = paired ? "yes" : "no";
  page.dataset.direction = state.direction;
  if (!paired) return;
  const { device } = state.configuration;
  $("event").textContent = device.event_title;
  $("gate").textContent = `${device.gate_name} · ${device.name}`;
  $("direction-now").textContent = state.direction === "entry" ? texts.page.entry : texts.page.exit;
  const gate = state.configuration.gates.find((one) => one.id === device.gate);
  $("direction").hidden = gate?.rule !== "in_and_out";
  if ($("direction").hidden && state.direction === "exit") turn();
  const supervisor = device.rights === "supervisor";
  $("find").hidden = $("undo").hidden = !supervisor;
}

function turn() {
  state.direction = state.direction === "entry" ? "exit" : "entry";
  draw();
}

async function start(id) {
  signals.unlock();
  try {
    await camera.start(id);
    page.dataset.camera = "on";
    navigator.wakeLock?.request("screen").catch(() => {});
    $("torch").hidden = !camera.canLight;
    await offerCameras();
  } catch (error) {
    hint(navigator.mediaDevices ? texts.page.no_camera : texts.page.insecure);
  }
}

async function offerCameras() {
  const now = camera.stream.getVideoTracks()[0].getSettings().deviceId;
  const choices = await camera.choices();
  $("cameras").replaceChildren(...choices.map((one, n) => new Option(one.label || `${n + 1}`, one.deviceId, false, one.deviceId === now)));
}

function remembered(box, name) {
  box.checked = signals[name] = localStorage.getItem(name) !== "off";
  box.addEventListener("change", () => {
    signals[name] = box.checked;
    localStorage.setItem(name, box.checked ? "on" : "off");
    if (box.checked) signals.give("read");
  });
}

function dark(on) {
  document.documentElement.dataset.theme = on ? "dark" : "light";
  localStorage.setItem("theme", on ? "dark" : "light");
}

function wire() {
  $("start").addEventListener("click", () => start());
  $("start-pairing").addEventListener("click", () => start());
  $("direction").addEventListener("click", turn);
  $("undo").addEventListener("click", undo);
  $("find").addEventListener("click", () => search.open());
  $("more").addEventListener("click", () => $("menu").showModal());
  $("leave").addEventListener("click", leave);
  $("cameras").addEventListener("change", (event) => start(event.target.value));
  $("torch").addEventListener("click", ({ currentTarget }) => {
    const on = currentTarget.getAttribute("aria-pressed") !== "true";
    camera.light(on).then(() => currentTarget.setAttribute("aria-pressed", on));
  });
  $("dark").checked = (localStorage.getItem("theme") ?? "dark") === "dark";
  dark($("dark").checked);
  $("dark").addEventListener("change", ({ target }) => dark(target.checked));
  $("link").addEventListener("submit", (event) => {
    event.preventDefault();
    pair(tokenOf(new FormData(event.target).get("link")));
  });
  remembered($("sound"), "sound");
  remembered($("vibration"), "vibration");
  listen((text) => (state.configuration ? scan(text) : hint(texts.page.not_a_pairing)));
  api.onchange = drawTouch;
  addEventListener("online", sync);
  addEventListener("offline", () => drawTouch(false));
  addEventListener("focus", sync);
  addEventListener("beforeunload", (event) => {
    if (!$("unsent").hidden) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && camera.running) navigator.wakeLock?.request("screen").catch(() => {});
  });
  setInterval(sync, SYNC_EVERY);
  setInterval(() => drawTouch(), 10000);
}

async function open() {
  wire();
  const token = tokenOfPage();
  api.key = (await store.fact("key")) ?? null;
  if (api.key) state.configuration = (await store.fact("configuration")) ?? null;
  draw();
  drawTouch(navigator.onLine);
  await countUnsent();
  if (token) await pair(token);
  else await sync();
}

open();
