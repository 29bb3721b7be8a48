// Keeps, in a hidden field, which field was last written in: whoever goes off in the middle of a page comes back to it.

export function noteField(hidden) {
  hidden.form.addEventListener("focusin", (event) => {
    if (event.target.id && event.target.type !== "submit") hidden.value = event.target.id;
  });
}
