// Notes that are never lost: Enter sends a note without leaving the page. What cannot be sent waits in this browser,
// with the moment it was written, and goes as soon as the connection is back. Each has a key of its own, by which the
// server keeps a note that arrives twice once. Without this, the form is sent like any other.

const AGAIN = 3000;

export function keepNotes(form) {
  const box = form.elements.text;
  const said = form.querySelector("[data-notes-said]");
  const shelf = `casework-notes ${form.action}`;
  const waiting = () => JSON.parse(localStorage.getItem(shelf) || "[]");
  const keep = (notes) => (notes.length ? localStorage.setItem(shelf, JSON.stringify(notes)) : localStorage.removeItem(shelf));
  let sending = false;

  const tell = (words) => {
    if (said.textContent !== words) said.textContent = words;
  };

  async function send() {
    if (sending) return;
    sending = true;
    for (const note of waiting()) {
      const body = new FormData();
      body.set("csrf_token", form.elements.csrf_token.value);
      body.set("text", note.text);
      body.set("written_as", note.key);
      body.set("ago", String(Math.round((Date.now() - note.at) / 1000)));
      if (note.kind) body.set("kind", note.kind);
      try {
        const reply = await fetch(form.action, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(8000) });
        if (!reply.ok || !(reply.headers.get("Content-Type") || "").includes("json")) throw new Error(String(reply.status));
        keep(waiting().filter((other) => other.key !== note.key));
      } catch {
        break;
      }
    }
    sending = false;
    const left = waiting().length;
    tell(left ? `${left === 1 ? "1 note waits" : `${left} notes wait`} in this browser and will be sent when the connection is back.` : "All notes saved.");
  }

  form.addEventListener("submit", (event) => {
    const text = box.value.trim();
    if (!text) return;
    event.preventDefault();
    keep([...waiting(), { key: crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`, text, kind: event.submitter?.name === "kind" ? event.submitter.value : "", at: Date.now() }]);
    box.value = "";
    box.focus();
    send();
  });
  // A form that was sent is locked against a second press; here every note is a press of its own.
  form.querySelectorAll("[data-prevent-double-click]").forEach((button) => button.removeAttribute("data-prevent-double-click"));
  setInterval(() => waiting().length && send(), AGAIN);
  addEventListener("online", send);
  if (waiting().length) send();
}
