// One button ticks every row of the page, or none. Without script each row is ticked by itself.

const button = document.querySelector("[data-tick-all]");
if (button) {
  const boxes = [...button.form.querySelectorAll('input[name="number"]')];
  button.hidden = false;
  button.addEventListener("click", () => {
    const tick = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = tick;
  });
}
