// Counts presses on a participant's page, and keys in its boxes by five seconds: how many, never on what and never which.
// The counts are sent when the page is left; with the card's own buttons, which end the task, presses go in their form
// and keys just before it. Without a script nothing is sent, and the study says "not known".

const SLOT = 5000;

export function count(place) {
  let clicks = 0;
  let typed = new Map();

  const typing = () => {
    const ago = (slot) => Math.max(0, Math.round((Date.now() - (slot + 0.5) * SLOT) / 1000));
    const said = [...typed].map(([slot, keys]) => `${ago(slot)}:${keys}`).join(",");
    typed = new Map();
    return said;
  };
  const send = (counts) => {
    const counted = new FormData();
    counted.set("csrf_token", place.dataset.captureToken);
    counted.set("page", location.pathname);
    for (const [name, value] of Object.entries(counts)) counted.set(name, value);
    navigator.sendBeacon(place.dataset.captureUrl, counted);
  };

  addEventListener("click", (event) => {
    if (event.isTrusted) clicks += 1;
  }, true);
  addEventListener("keydown", (event) => {
    if (!event.isTrusted || !event.target.matches?.("input, textarea")) return;
    if (event.key.length > 1 && event.key !== "Backspace") return;
    const slot = Math.floor(Date.now() / SLOT);
    typed.set(slot, (typed.get(slot) || 0) + 1);
  }, true);
  addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("[data-card]")) return;
    const field = form.elements.clicks || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "clicks" }));
    field.value = String(clicks);
    clicks = 0;
    if (typed.size > 0) send({ typing: typing() });
  });
  addEventListener("pagehide", () => {
    const counts = {};
    if (clicks > 0) counts.clicks = String(clicks);
    if (typed.size > 0) counts.typing = typing();
    if (Object.keys(counts).length > 0) send(counts);
    clicks = 0;
  });
}
