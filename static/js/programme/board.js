// The timetable to scale, with sessions that can be dragged or moved with the keyboard. The server decides; after each move
// it answers with the board as it is then. Without this script each session's own form does the same.

const GRID = 5; // minutes
const SCALE = 2.8; // pixels for a minute
const WAY = 6; // pixels before a press becomes a drag

let board, held; // held: { slot, column, at } and where it was: { home, next, from }

const two = (number) => String(number).padStart(2, "0");
const clock = (at) => {
  const [hours, minutes] = board.dataset.top.split(":").map(Number);
  const whole = hours * 60 + minutes + at;
  return `${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
};
const lanes = () => [...board.querySelectorAll(".room")];
const most = () => Number(board.dataset.minutes);
const say = (text) => { board.querySelector("[data-said]").textContent = text; };

/** Put those of one room that overlap side by side. */
function draw(room) {
  const lane = room.querySelector(".lane");
  lane.style.blockSize = `${most() * SCALE}px`;
  lane.style.setProperty("--hour", `${60 * SCALE}px`);
  const slots = [...lane.children].map((node) => ({ node, at: Number(node.dataset.at), end: Number(node.dataset.at) + Number(node.dataset.minutes) }));
  slots.sort((a, b) => a.at - b.at);
  let group = [];
  const settle = () => {
    const ends = [];
    for (const slot of group) {
      const free = ends.findIndex((end) => end <= slot.at);
      slot.lane = free < 0 ? ends.length : free;
      ends[slot.lane] = slot.end;
    }
    for (const { node, at, end, lane: place } of group) {
      node.style.insetBlockStart = `${at * SCALE}px`;
      node.style.blockSize = `${(end - at) * SCALE - 2}px`;
      node.style.minBlockSize = node.style.blockSize;
      node.style.insetInlineStart = `${(place * 100) / ends.length}%`;
      node.style.inlineSize = `${100 / ends.length}%`;
    }
  };
  for (const slot of slots) {
    if (group.length && slot.at >= Math.max(...group.map(({ end }) => end))) {
      settle();
      group = [];
    }
    group.push(slot);
  }
  settle();
}

function begin() {
  board = document.getElementById("board");
  if (!board) return;
  board.classList.add("drawn");
  lanes().forEach(draw);
  for (const hour of board.querySelectorAll(".hours li")) hour.style.blockSize = `${60 * SCALE}px`;
  if (document.getElementById("board-help")) {
    for (const slot of board.querySelectorAll(".slot")) slot.setAttribute("aria-describedby", "board-help");
  }
}

async function send(slot, hall, at) {
  const { session } = slot.dataset;
  const body = new URLSearchParams({
    csrfmiddlewaretoken: board.querySelector("[name=csrfmiddlewaretoken]").value,
    session, hall: hall ?? "", part: "board", day: board.dataset.day,
    at: at === null ? "" : `${board.dataset.day}T${clock(at)}`,
  });
  slot.classList.add("busy");
  const scrolled = board.querySelector(".rooms");
  const [left, top] = [scrolled.scrollLeft, scrolled.scrollTop];
  try {
    const answer = await fetch(board.dataset.move, { method: "POST", body });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text);
    const fresh = new DOMParser().parseFromString(text, "text/html").getElementById("board");
    board.replaceWith(fresh);
    begin();
    board.querySelector(".rooms").scrollTo(left, top);
    board.querySelector(`[data-session="${session}"]`)?.focus({ preventScroll: true });
  } catch {
    location.reload(); // signed out, or no network: show what the server knows
  }
}

// --- dragging -----------------------------------------------------------------------------------------------------------

let press = null;

document.addEventListener("pointerdown", (event) => {
  const slot = event.target.closest?.("#board .slot");
  if (!slot || event.button !== 0 || held || event.target.closest("a")) return;
  if (event.pointerType !== "mouse" && !event.target.closest(".handle")) return; // a finger elsewhere scrolls
  event.preventDefault();
  slot.focus({ preventScroll: true });
  press = { slot, x: event.clientX, y: event.clientY, id: event.pointerId, grip: event.clientY - slot.getBoundingClientRect().top, said: slot.querySelector(".about").textContent, moved: false };
});

function below(event) {
  press.slot.style.pointerEvents = "none";
  const under = document.elementFromPoint(event.clientX, event.clientY);
  press.slot.style.pointerEvents = "";
  const room = under?.closest("#board .room");
  if (under?.closest("[data-unplaced]")) return { unplaced: true };
  if (!room) return null;
  const from = room.querySelector(".lane").getBoundingClientRect().top;
  const minutes = Math.round((event.clientY - press.grip - from) / SCALE / GRID) * GRID;
  return { room, at: Math.max(0, Math.min(minutes, most() - Number(press.slot.dataset.minutes))) };
}

document.addEventListener("pointermove", (event) => {
  if (!press || event.pointerId !== press.id) return;
  const [x, y] = [event.clientX - press.x, event.clientY - press.y];
  if (!press.moved && Math.hypot(x, y) < WAY) return;
  press.moved = true;
  press.slot.classList.add("held");
  press.slot.style.transform = `translate(${x}px, ${y}px)`;
  const place = below(event);
  for (const lane of board.querySelectorAll(".over")) lane.classList.remove("over");
  if (place?.unplaced) board.querySelector("[data-unplaced]").classList.add("over");
  else if (place) place.room.querySelector(".lane").classList.add("over");
  const about = press.slot.querySelector(".about");
  if (place?.room) about.textContent = `${clock(place.at)} · ${place.room.getAttribute("aria-label")}`;
});

function letGo() {
  for (const lane of board.querySelectorAll(".over")) lane.classList.remove("over");
  press.slot.classList.remove("held");
  press.slot.style.transform = "";
  press.slot.querySelector(".about").textContent = press.said;
  press = null;
}

document.addEventListener("pointerup", (event) => {
  if (!press || event.pointerId !== press.id) return;
  const { slot, moved } = press;
  const place = moved ? below(event) : null;
  letGo();
  if (place?.unplaced && slot.dataset.at !== undefined) send(slot, null, null);
  else if (place?.room) send(slot, place.room.dataset.hall, place.at);
});
document.addEventListener("pointercancel", () => { if (press) letGo(); });

// --- the keyboard -------------------------------------------------------------------------------------------------------

function show() {
  const room = lanes()[held.column];
  room.querySelector(".lane").append(held.slot);
  held.slot.dataset.at = held.at;
  lanes().forEach(draw);
  held.slot.classList.add("held");
  held.slot.scrollIntoView({ block: "nearest", inline: "nearest" });
  held.slot.focus();
  say(`${clock(held.at)}, ${room.getAttribute("aria-label")}`);
}

function pickUp(slot) {
  const room = slot.closest(".room");
  held = { slot, column: Math.max(0, lanes().indexOf(room)), at: Number(slot.dataset.at ?? 0), home: slot.parentElement, next: slot.nextElementSibling, from: slot.dataset.at };
  show();
}

document.addEventListener("keydown", (event) => {
  const slot = event.target.closest?.("#board .slot");
  if (!slot || event.target !== slot) return;
  if (!held) {
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      pickUp(slot);
    }
    return;
  }
  const step = event.shiftKey ? GRID * 3 : GRID;
  const last = most() - Number(held.slot.dataset.minutes);
  const moves = {
    ArrowUp: () => { held.at = Math.max(0, held.at - step); },
    ArrowDown: () => { held.at = Math.min(last, held.at + step); },
    ArrowLeft: () => { held.column = Math.max(0, held.column - 1); },
    ArrowRight: () => { held.column = Math.min(lanes().length - 1, held.column + 1); },
  };
  if (moves[event.key]) {
    event.preventDefault();
    moves[event.key]();
    show();
  } else if (event.key === "Enter" || event.key === " ") {
    event.preventDefault();
    const { slot: moved, column, at } = held;
    held = null;
    send(moved, lanes()[column].dataset.hall, at);
  } else if (event.key === "Escape") {
    const { slot: back, home, next, from } = held;
    held = null;
    back.classList.remove("held");
    home.insertBefore(back, next);
    if (from === undefined) {
      delete back.dataset.at;
      back.removeAttribute("style");
    } else {
      back.dataset.at = from;
    }
    begin();
    back.focus();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    const { slot: moved } = held;
    held = null;
    send(moved, null, null);
  }
});

begin();
