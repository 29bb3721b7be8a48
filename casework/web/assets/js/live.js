// Keeps a page about a running session up to date by asking every two seconds.
//
// The element: data-poll-url, data-after (the number of the last event it shows). The address is asked with
// ?after=N. 204 or 304: nothing new. 200, HTML: each element with data-live="NAME" in it takes the place of the one
// of that name in the page; the outermost element's data-after is the new N. An element that has the keyboard's focus
// is left alone, so that a note being written is never touched. [data-heard] says when the last answer came.

const EVERY = 2000;
const LOST = 8000;

export function listen(place) {
  const heardPlaces = document.querySelectorAll("[data-heard]");
  let after = place.dataset.after || "0";
  let heard = Date.now();

  const say = () => {
    const ago = Date.now() - heard;
    const seconds = Math.round(ago / 1000);
    heardPlaces.forEach((element) => {
      element.classList.toggle("app-heard--lost", ago > LOST);
      element.textContent = ago > LOST
        ? `Connection lost: last heard ${seconds} s ago. Notes you write are kept here.`
        : `last heard ${seconds} s ago`;
    });
  };

  const pause = place.hasAttribute("data-can-pause") ? place.appendChild(document.createElement("button")) : null;
  if (pause) {
    pause.type = "button";
    pause.className = "app-link-button";
    pause.textContent = "Pause updates";
    pause.addEventListener("click", () => {
      const on = pause.getAttribute("aria-pressed") !== "true";
      pause.setAttribute("aria-pressed", String(on));
      pause.textContent = on ? "Go on with updates" : "Pause updates";
    });
  }

  async function ask() {
    if (pause?.getAttribute("aria-pressed") === "true") {
      heard = Date.now();
      setTimeout(ask, EVERY);
      return;
    }
    try {
      const address = new URL(place.dataset.pollUrl, location.href);
      address.searchParams.set("after", after);
      const reply = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(LOST) });
      if (reply.status === 200 && !reply.redirected) {
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        const numbered = page.querySelector("[data-after]");
        if (numbered) after = numbered.dataset.after;
        page.querySelectorAll("[data-live]").forEach((fresh) => {
          const old = document.querySelector(`[data-live="${CSS.escape(fresh.dataset.live)}"]`);
          // What has not changed stays, so that a picture is not drawn again for nothing.
          if (old && !old.contains(document.activeElement) && old.outerHTML !== fresh.outerHTML) old.replaceWith(document.importNode(fresh, true));
        });
      }
      if (reply.status < 400 && !reply.redirected) heard = Date.now();
    } catch {
      // No answer: say() tells how long ago the last one was, and the next turn asks again.
    }
    say();
    setTimeout(ask, EVERY);
  }

  setInterval(say, 1000);
  setTimeout(ask, EVERY);
}
