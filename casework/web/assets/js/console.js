// The console's keys, and the sign that somebody watches.

const EVERY = 8000;

// A key presses the button that shows it, but never while something is being typed. "/" goes to the note box.
export function pressByKey(place) {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "/") {
      const box = document.querySelector("[data-notes] input[name=text]");
      if (box) {
        event.preventDefault();
        box.focus();
      }
      return;
    }
    const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });

  // "Undo, 8 s" counts down, and is asked for afresh by the page when it is over.
  setInterval(() => {
    const undo = place.querySelector(".app-undo");
    const seconds = undo && /\d+/.exec(undo.textContent);
    if (!seconds || Number(seconds[0]) === 0) return;
    undo.firstChild.textContent = `Undo, ${Number(seconds[0]) - 1} s `;
  }, 1000);
}

export function beHere(form) {
  const say = () => {
    if (document.hidden) return;
    const sign = new FormData(form);
    sign.set("by_script", "yes");
    fetch(form.action, { method: "POST", body: sign, credentials: "same-origin" }).catch(() => {});
  };
  form.querySelector("button")?.remove();
  say();
  setInterval(say, EVERY);
}
