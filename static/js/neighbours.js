// The arrow keys walk through a list: left to the previous page, right to the next, except while something is typed.

document.addEventListener("keydown", (event) => {
  const way = { ArrowLeft: "prev", ArrowRight: "next" }[event.key];
  const typing = event.target.closest("input, textarea, select, [contenteditable], [role=region]");
  if (!way || typing || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  document.querySelector(`.walk a[rel="${way}"]`)?.click();
});
