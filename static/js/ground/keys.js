// The keyboard: everything the mouse can do, and undo. The keys are listed on the page and in docs/fairground.md.

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export function listen(editor) {
  const { view } = editor.zoom;
  const commands = {
    Delete: () => editor.tools.remove(), Backspace: () => editor.tools.remove(), Escape: () => { editor.pointer.cancel(); editor.pick([]); },
    r: () => editor.tools.turn(15), R: () => editor.tools.turn(-15), b: () => editor.tools.toggle("is_blocked"), p: () => editor.tools.toggle("is_fixed"),
    "+": () => editor.zoom.by(1.3), "=": () => editor.zoom.by(1.3), "-": () => editor.zoom.by(1 / 1.3), 0: () => editor.zoom.fit(),
    n: () => editor.tools.next(1), N: () => editor.tools.next(-1),
  };
  const withControl = {
    z: () => editor.undo(), y: () => editor.redo(), Z: () => editor.redo(), d: () => editor.tools.duplicate(), a: () => editor.tools.all(), s: () => editor.saving.now(),
  };
  view.addEventListener("keydown", (event) => {
    const way = WAYS[event.key];
    if (way && editor.picked.size) {
      const step = event.shiftKey ? 1 : 0.1;
      editor.tools.move(way[0] * step, way[1] * step);
    } else if (event.key === " ") editor.isPanning = true;
    else {
      const command = event.ctrlKey || event.metaKey ? withControl[event.key] : commands[event.key];
      if (!command) return;
      command();
    }
    event.preventDefault();
  });
  view.addEventListener("keyup", (event) => { if (event.key === " ") editor.isPanning = false; });
  view.addEventListener("blur", () => { editor.isPanning = false; });
}
