// Saves a form a few seconds after it changed. What is typed is about a person, so it is kept in this page only,
// never in the browser's storage: while it is not saved, leaving the page asks first.
//
// The form: data-autosave-url, and its hidden fields (csrf_token, revision, sitting …), all of which are sent.
// The reply, JSON: {"saved": "09:31:07", "revision": 4}; or, with any status, {"message": "what went wrong"}.
// A status of 4xx is an answer, and is not asked for again until something changes; anything else is tried again.

const PAUSE = 3000;
const RETRY = 5000;

export function keepSaving(form) {
  const places = document.querySelectorAll("[data-saved]");
  let changes = 0;
  let saved = 0;
  let sending = false;
  let leaving = false;
  let timer = null;

  const say = (text) => places.forEach((place) => { place.textContent = text; });

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  async function save() {
    if (sending || leaving || saved === changes) return;
    sending = true;
    const sent = changes;
    try {
      const reply = await fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        credentials: "same-origin",
      });
      if (reply.status >= 500) throw new Error(String(reply.status));
      const answer = await reply.json();
      if (reply.ok && answer.saved) {
        saved = sent;
        if (form.elements.revision && answer.revision !== undefined) form.elements.revision.value = answer.revision;
        say(`Saved ${answer.saved}`);
      } else {
        say(answer.message || "Not saved. Your text is kept here: press Save to see why.");
        sending = false;
        return;
      }
    } catch {
      say("Not saved yet: no connection. Your text is kept here, and is sent when there is one.");
      sending = false;
      later(RETRY);
      return;
    }
    sending = false;
    if (saved !== changes) later(PAUSE);
  }

  const changed = () => {
    changes += 1;
    if (!sending) later(PAUSE);
  };
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => { leaving = true; clearTimeout(timer); });
  window.addEventListener("online", () => later(0));
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && saved !== changes) event.preventDefault();
  });
}
