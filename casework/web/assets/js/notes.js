// Notes that are never lost: Enter sends a note without leaving the page. What cannot be sent waits in this browser,
// with the moment it was written, and goes as soon as the connection is back, from whichever page of the lab is open by
// then. Each has a key of its own, by which the server keeps a note that arrives twice once. Without this, the form is
// sent like any other.

const AGAIN = 3000;
const SHELF = "casework-notes ";

const waiting = (address) => JSON.parse(localStorage.getItem(SHELF + address) || "[]");

function keep(address, notes) {
  if (notes.length) localStorage.setItem(SHELF + address, JSON.stringify(notes));
  else localStorage.removeItem(SHELF + address);
}

/** Send what waits for an address, the oldest first, until there is nothing left or it does not get through. */
async function sendTo(address, token) {
  for (let note = waiting(address)[0]; note; note = waiting(address)[0]) {
    const body = new FormData();
    body.set("csrf_token", token);
    body.set("text", note.text);
    body.set("written_as", note.key);
    body.set("ago", String(Math.round((Date.now() - note.at) / 1000)));
    if (note.kind) body.set("kind", note.kind);
    try {
      // keepalive: a page that is left meanwhile does not stop it.
      const reply = await fetch(address, { method: "POST", body, credentials: "same-origin", headers: { Accept: "application/json" }, keepalive: true, signal: AbortSignal.timeout(8000) });
      if (!reply.ok || !(reply.headers.get("Content-Type") || "").includes("json")) return;
    } catch {
      return;
    }
    keep(address, waiting(address).filter((other) => other.key !== note.key));
  }
}

/** On any page of the lab, known by its button to sign out: send what another page could not. */
export async function sendNotesLeft(form) {
  const shelves = Object.keys(localStorage).filter((key) => key.startsWith(SHELF));
  for (const key of shelves) await sendTo(key.slice(SHELF.length), form.elements.csrf_token.value);
}

export function keepNotes(form) {
  const box = form.elements.text;
  const said = form.querySelector("[data-notes-said]");
  let sending = false;

  async function send() {
    if (sending) return;
    sending = true;
    await sendTo(form.action, form.elements.csrf_token.value);
    sending = false;
    const left = waiting(form.action).length;
    const words = left ? `${left === 1 ? "1 note waits" : `${left} notes wait`} in this browser and will be sent when the connection is back.` : "All notes saved.";
    if (said.textContent !== words) said.textContent = words;
  }

  form.addEventListener("submit", (event) => {
    const text = box.value.trim();
    if (!text) return;
    event.preventDefault();
    keep(form.action, [...waiting(form.action), { key: crypto.randomUUID?.() || `${Date.now()}-${Math.random()}`, text, kind: event.submitter?.name === "kind" ? event.submitter.value : "", at: Date.now() }]);
    box.value = "";
    box.focus();
    send();
  });
  setInterval(() => waiting(form.action).length && send(), AGAIN);
  addEventListener("online", send);
  if (waiting(form.action).length) send();
}
