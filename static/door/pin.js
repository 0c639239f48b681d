// The supervisors' number: raises a steward's phone, or a kiosk, for some minutes, and guards what a kiosk must not do.

import { Offline } from "./api.js";
import { make } from "./dom.js";

const GUARDED = new Set(["settings", "unpair"]); // what visitors at a kiosk could spoil

/** Ask for the number; resolves with whether the phone has a supervisor's rights now. */
export function ask(door) {
  const { page } = door.texts;
  const sheet = door.sheet(page.pin);
  const field = make("input", { type: "password", inputMode: "numeric", autocomplete: "off", pattern: "[0-9]*", maxLength: 8, required: true, id: "pin-field" });
  const problem = make("p", { className: "problem" });
  problem.setAttribute("role", "alert");
  const send = make("button", { type: "submit", className: "big" }, page.pin_give);
  const form = make("form", { className: "pin" }, make("label", { className: "stacked", htmlFor: field.id }, page.pin_hint, field), problem, send);
  sheet.body.replaceChildren(form);
  field.focus();
  return new Promise((resolve) => {
    sheet.addEventListener("close", () => resolve(door.supervisor));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      send.disabled = true;
      try {
        await door.post("pin", { pin: field.value });
        await door.sync(); // brings until when
        door.signal("admit");
        sheet.close();
      } catch (error) {
        problem.textContent = error instanceof Offline ? page.needs_network : error.message;
        door.signal("refuse");
        field.value = "";
        field.focus();
      } finally {
        send.disabled = false;
      }
    });
  });
}

async function end(door) {
  try {
    await door.post("pin/end", {});
    await door.sync();
    door.hint(door.texts.page.pin_ended);
  } catch {
    door.hint(door.texts.page.needs_network);
  }
}

const device = (door) => door.configuration?.device;
const isRaised = (door) => door.supervisor && device(door)?.rights !== "supervisor";

export default {
  id: "pin",
  label: (door) => (isRaised(door) ? door.texts.page.pin_end : door.texts.page.pin),
  offered: (door) => device(door)?.rights !== "supervisor",
  open: (door) => (isRaised(door) ? end(door) : ask(door)),
  guard: (door, what) => !GUARDED.has(what) || device(door)?.rights !== "kiosk" || door.supervisor || ask(door),
  onVerdict: (door, answer) =>
    answer.reason === "unpaid" && !answer.admitted && !door.supervisor && device(door)?.rights === "steward"
      ? { label: door.texts.page.pin, run: async () => (await ask(door)) && door.scan(answer.code) }
      : null,
};

