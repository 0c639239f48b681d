// Keeps a part of the page fresh: <div data-part-url="…?part" data-seconds="10">.
// Opened details stay open; a tab nobody looks at asks nothing; after a failure it asks more slowly.

for (const box of document.querySelectorAll("[data-part-url]")) {
  const often = box.dataset.seconds * 1000;
  let wait = often;

  const look = async () => {
    if (!document.hidden) {
      try {
        const answer = await fetch(box.dataset.partUrl, { headers: { Accept: "text/html" } });
        if (!answer.ok || answer.redirected) throw new Error(answer.status);
        const open = new Set([...box.querySelectorAll("details[data-keep][open]")].map((one) => one.dataset.keep));
        box.innerHTML = await answer.text();
        for (const one of box.querySelectorAll("details[data-keep]")) one.open = open.has(one.dataset.keep);
        wait = often;
      } catch {
        wait = Math.min(wait * 2, 120000);
      }
    }
    setTimeout(look, wait);
  };
  setTimeout(look, wait);
}
for (const link of document.querySelectorAll("[data-again]")) link.hidden = true;
