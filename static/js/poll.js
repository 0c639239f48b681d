// Follows a job. The address answers JSON: {value, max, text, done, url}.
// When done, goes to url, or loads the page again.

for (const box of document.querySelectorAll("[data-poll-url]")) {
  const bar = box.querySelector("progress");
  const text = box.querySelector("[data-text]");
  const refresh = box.querySelector("[data-refresh]");
  let wait = 1500;

  const ask = async () => {
    if (document.hidden) return setTimeout(ask, wait);
    try {
      const answer = await fetch(box.dataset.pollUrl, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const job = await answer.json();
      if (job.max) {
        bar.max = job.max;
        bar.value = job.value || 0;
      }
      if (job.text && text.textContent !== job.text) text.textContent = job.text;
      if (job.done) {
        if (job.url) return location.assign(job.url);
        return location.reload();
      }
      wait = 1500;
    } catch {
      wait = Math.min(wait * 2, 30000);
      if (refresh) refresh.hidden = false;
    }
    setTimeout(ask, wait);
  };
  if (refresh) refresh.hidden = true;
  setTimeout(ask, wait);
}
