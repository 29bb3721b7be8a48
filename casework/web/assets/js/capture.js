// Counts presses on a participant's pages: how many, never on what. The count goes with the next form that is
// posted, as its field `clicks`; between pages without a form it is kept for this task in the browser's session.
// Without a script nothing is sent, and the study says "not known".

export function count(card) {
  const key = `clicks ${card.dataset.card}`;
  const clicks = () => Number(sessionStorage.getItem(key)) || 0;

  addEventListener("click", (event) => {
    if (event.isTrusted) sessionStorage.setItem(key, String(clicks() + 1));
  }, true);
  addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const field = form.elements.clicks || form.appendChild(Object.assign(document.createElement("input"), { type: "hidden", name: "clicks" }));
    field.value = String(clicks());
    sessionStorage.removeItem(key);
  });
}
