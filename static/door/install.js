// Keeps the page on the phone; a new version takes over only while `isIdle()`, so that nobody loses the camera in front of a guest.

export async function install({ shell, home }, isIdle) {
  if (!("serviceWorker" in navigator)) return;
  const had = navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (had && isIdle()) location.reload();
  });
  const registration = await navigator.serviceWorker.register(shell, { scope: home }).catch(() => null);
  const takeOver = () => isIdle() && registration.waiting?.postMessage("take over");
  registration?.addEventListener("updatefound", () => registration.installing.addEventListener("statechange", takeOver));
  if (registration) takeOver();
}
