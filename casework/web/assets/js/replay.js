// A replay plays: the playhead moves with the time that passed, and at each moment where something changes, the lines,
// the frames and the page are taken from the address of that moment. J and K go to the next and the previous problem,
// unless something is being typed. A press on the timeline goes to that moment. Without this, all of it is links.

const TICK = 250;

export function replay(place) {
  const length = Number(place.dataset.length);
  const moments = place.dataset.moments.split(",").filter(Boolean).map(Number);
  const play = place.querySelector("[data-play]");
  const speed = place.querySelector("[data-speed]");
  let at = Number(place.dataset.at);
  let shown = at;
  let fast = false;
  let timer = 0;
  let asking = false;

  const address = (second) => {
    const there = new URL(location.href);
    there.searchParams.set("at", String(second));
    there.hash = "";
    return there;
  };
  const clock = (seconds) => {
    const whole = Math.floor(seconds);
    const [hours, minutes, second] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    const two = (number) => String(number).padStart(2, "0");
    return hours ? `${hours}:${two(minutes)}:${two(second)}` : `${minutes}:${two(second)}`;
  };

  function moveHead() {
    const drawing = place.querySelector("svg[data-left]");
    const [left, right] = [Number(drawing.dataset.left), Number(drawing.dataset.right)];
    const x = left + (right - left) * Math.min(at / length, 1);
    drawing.querySelector("[data-head]").setAttribute("transform", `translate(${x.toFixed(1)} 0)`);
    place.querySelectorAll("[data-now]").forEach((element) => { element.textContent = clock(at); });
  }

  // The parts that say what is at this moment take the place of the old; a frame that shows the same page stays.
  async function show(second) {
    asking = true;
    try {
      const reply = await fetch(address(second), { credentials: "same-origin" });
      if (reply.status !== 200 || reply.redirected) return;
      const fresh = new DOMParser().parseFromString(await reply.text(), "text/html");
      for (const name of ["timeline", "lines", "page-head", "page-none", "link"]) {
        const [now, next] = [place, fresh].map((from) => from.querySelector(`[data-part="${name}"]`));
        if (now && next) now.replaceChildren(...document.importNode(next, true).childNodes);
      }
      for (const key of ["j", "k"]) {
        const [now, next] = [place, fresh].map((from) => from.querySelector(`[data-key="${key}"]`));
        if (now && next) now.href = next.getAttribute("href");
      }
      const [frame, picture] = [place, fresh].map((from) => from.querySelector("[data-picture]"));
      if (frame && picture && frame.getAttribute("src") !== picture.getAttribute("src")) frame.src = picture.getAttribute("src");
      const here = fresh.querySelector(".app-filmstrip [aria-current]");
      place.querySelectorAll(".app-filmstrip > li").forEach((one) => {
        one.toggleAttribute("aria-current", false);
        if (here && one.dataset.second === here.dataset.second) one.setAttribute("aria-current", "true");
      });
      place.querySelectorAll("[data-at-field]").forEach((field) => { field.value = String(second); });
      shown = second;
    } catch {
      // No answer: the next moment asks again.
    } finally {
      asking = false;
      moveHead();
    }
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶ Play";
    history.replaceState(null, "", address(Math.floor(at)));
    if (shown !== Math.floor(at)) show(Math.floor(at));
  }

  function tick() {
    at = Math.min(at + (TICK / 1000) * (fast ? 2 : 1), length);
    moveHead();
    const second = Math.floor(at);
    if (!asking && moments.some((moment) => moment > shown && moment <= second)) show(second);
    if (at >= length) stop();
  }

  // In a narrow window the timeline and the frames scroll: both begin where the moment is.
  for (const [name, here] of [["timeline", "[data-head]"], ["frames", "[aria-current]"]]) {
    const strip = place.querySelector(`[data-part="${name}"]`);
    const inside = strip?.querySelector(here)?.getBoundingClientRect();
    if (inside) strip.scrollLeft += inside.left + inside.width / 2 - strip.getBoundingClientRect().left - strip.clientWidth / 2;
  }

  play.hidden = speed.hidden = false;
  play.addEventListener("click", () => {
    if (timer) {
      stop();
      return;
    }
    if (at >= length) at = 0;
    play.textContent = "❚❚ Stop";
    timer = setInterval(tick, TICK);
  });
  speed.addEventListener("click", () => {
    fast = !fast;
    speed.setAttribute("aria-pressed", String(fast));
  });

  place.dataset.seek = "";
  place.addEventListener("click", (event) => {
    const drawing = event.target.closest("svg[data-left]");
    if (!drawing) return;
    const [left, right, width] = ["left", "right", "width"].map((name) => Number(drawing.dataset[name]));
    const box = drawing.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * width;
    if (x < left || x > right) return;
    at = ((x - left) / (right - left)) * length;
    if (timer) stop();
    history.replaceState(null, "", address(Math.floor(at)));
    show(Math.floor(at));
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const link = place.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
    if (link && (event.key.toLowerCase() === "j" || event.key.toLowerCase() === "k")) link.click();
  });
}
