// On the page that a front-door task begins with: what is written on whatever she presses first, also where that leads
// nowhere. Told once. Without a script the server knows it by where the press led.

export function tellFirst(place) {
  let told = false;

  addEventListener("click", (event) => {
    const [label] = event.target.labels || [];
    const pressed = label || event.target.closest("a, button, summary, label");
    if (told || !event.isTrusted || !pressed || pressed.closest("[data-card]")) return;
    told = true;
    const press = new FormData();
    press.set("csrf_token", place.dataset.captureToken);
    press.set("pressed", pressed.innerText.trim().slice(0, 200));
    navigator.sendBeacon(place.dataset.firstPressUrl, press);
  }, true);
}
