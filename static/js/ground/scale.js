// Two clicks on the picture underneath: their places go into the hidden fields, as shares of its width and height.

for (const form of document.querySelectorAll("[data-scale]")) {
  const place = form.querySelector("[data-scale-picture]");
  const line = form.querySelector("[data-scale-line]");
  let next = 1;
  place.addEventListener("click", (event) => {
    const box = place.getBoundingClientRect();
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    form.elements[`x${next}`].value = x.toFixed(5);
    form.elements[`y${next}`].value = y.toFixed(5);
    for (const end of next === 1 ? [1, 2] : [2]) {
      line.setAttribute(`x${end}`, x);
      line.setAttribute(`y${end}`, y);
    }
    next = next === 1 ? 2 : 1;
    if (next === 1) form.elements.metres.focus();
  });
}
