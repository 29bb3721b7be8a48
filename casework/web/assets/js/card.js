// Keeps the task's card folded from page to page, as its participant left it, until the next task.

export function rememberFold(card) {
  const details = card.querySelector("details");
  const key = `card ${card.dataset.card}`;
  if (!details || !card.dataset.card) return;
  if (sessionStorage.getItem(key) === "shut") details.open = false;
  details.addEventListener("toggle", () => sessionStorage.setItem(key, details.open ? "open" : "shut"));
}
