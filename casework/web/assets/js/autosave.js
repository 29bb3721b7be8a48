// Saves a form a few seconds after it changed. What is typed is about a person, so it is kept in this page only,
// never in the browser's storage: while it is not saved, leaving the page asks first.
//
// The form: data-autosave-url, and its hidden fields (csrf_token, revision, sitting …), all of which are sent.
// The reply, JSON: {"saved": "09:31:07", "revision": 4, "shown": [names]}; or, with any status, {"message": "what went
// wrong"}. `shown`: which of the [data-question]s the answers call for; the others are hidden, and keep their text.
// A status of 4xx is an answer, and is not asked for again until something changes; anything else is tried again.

const PAUSE = 3000;
const CHOSEN = 250; // a choice may open a question: it is sent almost at once
const RETRY = 5000;

export function keepSaving(form) {
  const places = document.querySelectorAll("[data-saved]");
  let changes = 0;
  let saved = 0;
  let sending = false;
  let leaving = false;
  let pressed = null;
  let timer = null;

  const say = (text) => places.forEach((place) => { place.textContent = text; });

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const show = (names) => form.querySelectorAll("[data-question]").forEach((question) => {
    if (!question.contains(document.activeElement)) question.hidden = !names.includes(question.dataset.question);
  });

  // What she can see goes with the page, so that a question her answers opened is not told as one she left out.
  const noteShown = () => {
    const seen = [...form.querySelectorAll("[data-question]")].filter((question) => !question.hidden);
    if (form.elements.shown) form.elements.shown.value = seen.map((question) => question.dataset.question).join(" ");
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
        form.dispatchEvent(new CustomEvent("saved", { bubbles: true }));
        if (answer.shown) {
          show(answer.shown);
          noteShown();
        }
      } else {
        say(answer.message || "Not saved. Your text is kept here: press Save to see why.");
        return;
      }
    } catch {
      say("Not saved yet: no connection. Your text is kept here, and is sent when there is one.");
      later(RETRY);
      return;
    } finally {
      sending = false;
      if (pressed) form.requestSubmit(pressed);
    }
    if (saved !== changes) later(PAUSE);
  }

  const changed = (wait) => {
    changes += 1;
    if (!sending) later(wait);
  };
  form.addEventListener("input", () => changed(PAUSE));
  form.addEventListener("change", (event) => {
    if (event.target.matches("select, [type=radio], [type=checkbox]")) changed(CHOSEN);
  });
  // A page sent while a save is under way waits for it: sent before its reply, it would name a revision that is
  // out of date by then, and be taken for another tab's.
  form.addEventListener("submit", (event) => {
    leaving = true;
    clearTimeout(timer);
    if (sending) {
      event.preventDefault();
      pressed = event.submitter;
    }
  });
  window.addEventListener("online", () => later(0));
  window.addEventListener("pageshow", () => { leaving = false; pressed = null; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && saved !== changes) event.preventDefault();
  });
}
