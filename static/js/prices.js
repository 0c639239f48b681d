// Works the examples out while the list is typed. Without script the button does it.

const form = document.querySelector("#prices");
if (form) {
  let waiting;
  let asked = 0;

  const look = async () => {
    const mine = ++asked;
    const data = new FormData(form);
    data.set("action", "try");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("#examples");
      if (fresh && mine === asked) document.querySelector("#examples").replaceChildren(...fresh.childNodes);
    } catch {
      // without a network the last examples stay
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 500);
  });
}
