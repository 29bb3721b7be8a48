// Asks every few seconds whether a call has come in, and shows its banner. The banner takes no focus: she goes on
// typing until she chooses to look at it.
//
// The element: data-call, data-call-url (asked by POST, because a call may come in by being asked for), its token and
// sitting, and data-call-form, the form that keeps what is typed when the call is taken.

const EVERY = 5000;

export function answer(place) {
  async function ask() {
    const body = new FormData();
    body.set("csrf_token", place.dataset.callToken);
    body.set("sitting", place.dataset.callSitting);
    if (place.dataset.callForm) body.set("form", place.dataset.callForm);
    try {
      const reply = await fetch(place.dataset.callUrl, { method: "POST", body, credentials: "same-origin" });
      if (reply.status === 200 && !reply.redirected) {
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        const fresh = page.querySelector("[data-call]");
        const said = (element) => element?.querySelector(".app-call__title")?.textContent ?? "";
        // The same words again are left alone, so that a screen reader says them once.
        if (fresh && said(fresh) !== said(place)) place.replaceChildren(...fresh.childNodes);
      }
    } catch {
      // No answer: the next turn asks again.
    }
    setTimeout(ask, EVERY);
  }

  setTimeout(ask, EVERY);
}
