// The organiser's questions, put at the gate: a sheet with one input for each, then the person goes in.

import { make } from "./dom.js";

const LONGEST = 500; // characters of an answer

let open = null; // the sheet, while somebody answers: {code, sheet}

const line = (question, id, more) => make("input", { id, name: id, required: question.is_required, maxLength: LONGEST, autocomplete: "off", ...more });

function choose(question, id, type, options) {
  return options.map(([value, label]) =>
    make("label", { className: "choice" }, make("input", { type, name: id, value, required: type === "radio" && question.is_required }), make("span", {}, label)),
  );
}

/** What is typed for each kind of question: elements, and how the answer is read from the form's data. */
const KINDS = {
  text: { put: (question, id) => line(question, id, { type: "text" }) },
  long_text: { put: (question, id) => make("textarea", { id, name: id, rows: 3, required: question.is_required, maxLength: LONGEST }) },
  number: { put: (question, id) => line(question, id, { type: "text", inputMode: "decimal", pattern: "-?[0-9]+([.,][0-9]+)?" }) },
  date: { put: (question, id) => line(question, id, { type: "date" }) },
  yes_no: {
    put: (question, id, page) => choose(question, id, "radio", [["yes", page.yes], ["no", page.no]]),
    read: (data, id) => (data.has(id) ? data.get(id) === "yes" : null),
  },
  choice: {
    put: (question, id) => choose(question, id, "radio", question.options.map((one) => [one.id, one.text])),
    read: (data, id) => (data.has(id) ? Number(data.get(id)) : null),
  },
  choices: {
    put: (question, id) => choose(question, id, "checkbox", question.options.map((one) => [one.id, one.text])),
    read: (data, id) => data.getAll(id).map(Number),
  },
};

const idOf = (question) => `question-${question.id}`;

function field(question, page) {
  const id = idOf(question);
  const { put, read } = KINDS[question.kind];
  const hint = [question.help_text, question.is_required ? "" : page.ask_open].filter(Boolean).join(" · ");
  const words = [make("b", {}, question.text), hint && make("span", { className: "hint-below" }, hint)];
  if (read) return make("fieldset", { className: "asked" }, make("legend", {}, ...words), ...put(question, id, page));
  return make("label", { className: "stacked asked", htmlFor: id }, ...words, put(question, id, page));
}

const answersOf = (questions, data) =>
  Object.fromEntries(questions.map((question) => [question.id, (KINDS[question.kind].read ?? ((all, id) => all.get(id).trim()))(data, idOf(question))]));

/** A box to tick has no `required` of its own for several together: the first one says it for all. */
function checkSeveral(form, questions, page) {
  for (const question of questions.filter((one) => one.kind === "choices" && one.is_required)) {
    const boxes = [...form.elements[idOf(question)]];
    const tell = () => boxes[0].setCustomValidity(boxes.some((box) => box.checked) ? "" : page.ask_one);
    boxes.forEach((box) => box.addEventListener("change", tell));
    tell();
  }
}

function ask(door, answer) {
  if (open) return;
  const { page } = door.texts;
  const sheet = door.sheet(page.ask);
  open = { code: answer.code, sheet };
  sheet.addEventListener("close", () => open?.sheet === sheet && (open = null));
  const form = make(
    "form",
    { className: "asking" },
    answer.holder?.name && make("p", { className: "of" }, answer.holder.name),
    ...answer.questions.map((question) => field(question, page)),
    make("button", { type: "submit", className: "big" }, page.ask_done),
  );
  checkSeveral(form, answer.questions, page);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const answers = answersOf(answer.questions, new FormData(form));
    open = null; // at once, so that the code is judged again and not kept
    sheet.close();
    door.scan(answer.code, { anyway: answer.anyway, answers });
  });
  sheet.body.replaceChildren(form);
  form.querySelector("input, textarea")?.focus();
}

export default {
  id: "ask",
  onCode: () => open !== null, // whoever answers is not hurried by a code that comes into view
  onVerdict: (door, answer) => {
    if (answer.reason !== "questions" || answer.admitted || !answer.questions?.length) return null;
    ask(door, answer);
    return { label: door.texts.page.ask, run: () => ask(door, answer) };
  },
};
