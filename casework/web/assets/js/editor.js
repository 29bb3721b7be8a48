// A workflow's text: line numbers and marks beside it, checks drawn again while one types, links that jump to a line.
//
// The form: data-editor, data-keep-url, a textarea, and its hidden fields, all of which are sent. The reply, JSON:
// {"revision": 4, "kept": "09:31:07", "panel": html, "state": html, "may_save": text, "marks": [{line, kind}]}, or {"message": "…"}.

const PAUSE = 700;
const RETRY = 5000;
const SIGNS = { error: "✕", warning: "▲" };

export function edit(form) {
  const area = form.elements.text;
  const gutter = form.querySelector("[data-gutter]");
  const kept = form.querySelector("[data-kept]");
  const where = form.querySelector("[data-where]");
  const panel = document.querySelector("[data-panel]");
  let marks = new Map();
  let asked = area.value;
  let sending = false;
  let timer = null;

  const lines = () => area.value.split("\n");

  function number() {
    const parts = lines().map((_, index) => {
      const kind = marks.get(index + 1);
      const line = document.createElement(kind ? "span" : "b");
      line.textContent = `${kind ? `${SIGNS[kind]} ` : ""}${index + 1}\n`;
      if (kind) line.className = kind === "error" ? "app-wrong" : "app-look";
      return line;
    });
    gutter.replaceChildren(...parts);
    gutter.scrollTop = area.scrollTop;
  }

  function tellWhere() {
    const before = area.value.slice(0, area.selectionStart).split("\n");
    where.textContent = `line ${before.length} of ${lines().length}, column ${before.at(-1).length + 1}`;
  }

  function jump(line, column) {
    const all = lines();
    const start = all.slice(0, line - 1).reduce((sum, text) => sum + text.length + 1, 0) + Number(column) - 1;
    const word = area.value.slice(start).match(/^[\w.-]+/);
    area.focus();
    area.setSelectionRange(start, start + (word ? word[0].length : 0));
    area.scrollTop = Math.max(0, (line - 8) * 20);
    tellWhere();
  }

  async function check() {
    if (sending || area.value === asked) return;
    sending = true;
    const sent = area.value;
    try {
      const reply = await fetch(form.dataset.keepUrl, { method: "POST", body: new FormData(form), credentials: "same-origin" });
      if (reply.status >= 500) throw new Error(String(reply.status));
      const answer = await reply.json();
      asked = sent;
      if (reply.ok) {
        form.elements.revision.value = answer.revision;
        kept.textContent = `✓ draft kept ${answer.kept}`;
        marks = new Map(answer.marks.reverse().map((mark) => [mark.line, mark.kind]));
        if (!panel.contains(document.activeElement)) panel.innerHTML = answer.panel;
        document.querySelector("[data-state]").innerHTML = answer.state;
        form.querySelector("[data-may-save]").textContent = answer.may_save;
        number();
      } else {
        kept.textContent = answer.message;
      }
    } catch {
      kept.textContent = "Not kept yet: no connection. Your text stays here.";
      setTimeout(check, RETRY);
    } finally {
      sending = false;
    }
    if (area.value !== asked && asked === sent) later();
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(check, PAUSE);
  }

  area.addEventListener("input", () => {
    number();
    tellWhere();
    later();
  });
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  ["click", "keyup", "focus"].forEach((name) => area.addEventListener(name, tellWhere));
  new ResizeObserver(() => { gutter.style.height = `${area.clientHeight - 12}px`; }).observe(area);
  panel.addEventListener("click", (event) => {
    const link = event.target.closest("[data-line]");
    if (!link) return;
    event.preventDefault();
    jump(Number(link.dataset.line), link.dataset.column);
  });
  form.querySelectorAll("[data-put-in]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      area.setRangeText(document.getElementById(button.dataset.putIn).textContent, area.selectionStart, area.selectionEnd, "end");
      area.focus();
      area.dispatchEvent(new Event("input"));
    });
  });
  window.addEventListener("beforeunload", (event) => {
    if (area.value !== asked && !form.dataset.sent) event.preventDefault();
  });
  form.addEventListener("submit", () => { form.dataset.sent = "yes"; });
  panel.querySelectorAll("[data-line]").forEach((link) => {
    const told = link.closest("li").textContent.includes("Error") ? "error" : "warning";
    if (marks.get(Number(link.dataset.line)) !== "error") marks.set(Number(link.dataset.line), told);
  });
  gutter.style.height = `${area.clientHeight - 12}px`;
  number();
  tellWhere();
}
