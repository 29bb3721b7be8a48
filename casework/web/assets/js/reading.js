// Keeps what a reader has begun to answer while she looks through the record, until she sends it.

export function keepAnswer(form) {
  const key = `reading ${form.dataset.reading}`;
  const kept = sessionStorage.getItem(key);
  const controls = form.querySelectorAll("[name=answer]");
  controls.forEach((control) => {
    if (control.type === "radio") control.checked = kept !== null && control.value === kept;
    else if (kept !== null && !control.value) control.value = kept;
    control.addEventListener("input", () => sessionStorage.setItem(key, control.value));
  });
  form.addEventListener("submit", () => sessionStorage.removeItem(key));
}
