// Counts presses on a participant's page: how many, never on what. The count is sent when the page is left; with the
// card's own buttons, which end the task, it goes in their form. Without a script nothing is sent, and the study says
// "not known".

export function count(place) {
  let clicks = 0;

  addEventListener("click", (event) => {
    if (event.isTrusted) clicks += 1;
  }, true);
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("[data-card]")) return;
    const field = form.elements.clicks || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "clicks" }));
    field.value = String(clicks);
    clicks = 0;
  });
  addEventListener("pagehide", () => {
    if (clicks === 0) return;
    const counted = new FormData();
    counted.set("csrf_token", place.dataset.captureToken);
    counted.set("clicks", String(clicks));
    counted.set("page", location.pathname);
    navigator.sendBeacon(place.dataset.captureUrl, counted);
    clicks = 0;
  });
}
