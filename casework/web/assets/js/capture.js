// Counts presses and pauses in typing on a participant's page: how many, never what or where.
//
// Any element with data-capture-url: the address that takes the counts, posted when the page is left, with
// data-capture-token as its csrf_token. Without a script nothing is sent, and the study says "not known".

const PAUSE = 5000;

export function count(place) {
  let clicks = 0;
  let pauses = 0;
  let lastKey = 0;

  addEventListener("click", (event) => {
    if (event.isTrusted && !(event.detail === 0 && event.pointerType === "")) clicks += 1;
  }, true);
  addEventListener("keydown", () => {
    const now = performance.now();
    if (lastKey && now - lastKey > PAUSE) pauses += 1;
    lastKey = now;
  }, true);
  addEventListener("pagehide", () => {
    const counts = new FormData();
    counts.set("csrf_token", place.dataset.captureToken || "");
    counts.set("page", location.pathname);
    counts.set("clicks", String(clicks));
    counts.set("pauses", String(pauses));
    navigator.sendBeacon(place.dataset.captureUrl, counts);
    clicks = 0;
    pauses = 0;
  });
}
