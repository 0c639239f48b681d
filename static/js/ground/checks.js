// What the checks found, as the server says after each save: a list whose lines lead to the spot, and red edges on the plan.

export class Checks {
  constructor(editor, place) {
    Object.assign(this, { editor, place });
    place.addEventListener("click", (event) => {
      const line = event.target.closest("[data-check]");
      if (line) this.go(this.found[Number(line.dataset.check)]);
    });
  }

  show(found) {
    this.found = found;
    const { editor } = this;
    const open = found.filter((one) => one.open);
    const ids = new Set(open.flatMap((one) => one.ids));
    editor.view.showFaulty([...editor.ground.things].filter(([, thing]) => thing.kind === "stall" && ids.has(thing.id)).map(([key]) => key));
    this.place.replaceChildren(...(open.length ? open.slice(0, 100).map((one) => this.line(one)) : [text("li", editor.words.clean)]));
    editor.count(open.length);
  }

  line(one) {
    const item = document.createElement("li");
    item.className = `ground-check is-${one.grade}`;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link";
    button.dataset.check = this.found.indexOf(one);
    button.append(text("strong", one.title), ` ${one.text}`);
    item.append(button);
    return item;
  }

  go({ x, y, ids }) {
    const { editor } = this;
    const wanted = new Set(ids);
    editor.pick([...editor.ground.things].filter(([, thing]) => thing.kind === "stall" && wanted.has(thing.id)).map(([key]) => key));
    editor.zoom.show(x, y);
  }
}

function text(name, words) {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}
