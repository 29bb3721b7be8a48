// Adds up a plan while it is typed: a week of minutes both ways, and what each line of support costs a week.
// The server adds it up again when it is saved; both round once, half a penny up.
//
// [data-timetable]: cells are input[data-call][data-day], totals [data-total-call], [data-total-day], [data-total].
// [data-takes-out]: a box that takes out the minutes of the cell it names. [data-costs]: where the money stands.
// .app-service: one line, its fields' names ending in -units and -rate, its cost in .app-service__cost strong.

const whole = (text) => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : 0);

export function addUp(place) {
  const inputs = [...place.querySelectorAll("input[data-call][data-day]")];

  const add = () => {
    const sums = new Map();
    const count = (selector, minutes) => sums.set(selector, (sums.get(selector) || 0) + minutes);
    inputs.forEach((input) => {
      const minutes = whole(input.value);
      count(`[data-total-call="${CSS.escape(input.dataset.call)}"]`, minutes);
      count(`[data-total-day="${CSS.escape(input.dataset.day)}"]`, minutes);
      count("[data-total]", minutes);
    });
    sums.forEach((minutes, selector) => {
      place.querySelectorAll(selector).forEach((total) => { total.textContent = String(minutes); });
    });
  };
  inputs.forEach((input) => input.addEventListener("input", add));
}

// Ticking "take it out" empties the cell it names, so that the totals follow; the server does the same when it saves.
export function takeOut(box) {
  const cell = document.getElementById(box.dataset.takesOut);
  if (!cell) return;
  const minutes = cell.value;
  box.addEventListener("change", () => {
    cell.value = box.checked ? "" : minutes;
    cell.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

// The money beside a plan: asked for again when the page was saved, so that only the server reckons with rates.
export function followCosts(place) {
  document.addEventListener("saved", async () => {
    try {
      const reply = await fetch(place.dataset.costs, { credentials: "same-origin" });
      if (!reply.ok) return;
      const isOpen = place.querySelector("details")?.open;
      place.innerHTML = await reply.text();
      const rule = place.querySelector("details");
      if (rule && isOpen) rule.open = true;
    } catch {
      // It stays as it was until the next save.
    }
  });
}

// Units times pounds, in pence; nothing where either is not a plain number.
export function weeklyPence(units, pounds) {
  const many = /^(\d+)(?:\.(\d{1,6}))?$/.exec(units.trim());
  const rate = /^£?(\d+)(?:\.(\d{1,2}))?$/.exec(pounds.replace(/,/g, "").trim());
  if (!many || !rate) return null;
  const scale = 10n ** BigInt((many[2] || "").length);
  const product = BigInt(many[1] + (many[2] || "")) * BigInt(rate[1] + (rate[2] || "").padEnd(2, "0"));
  return Number((2n * product + scale) / (2n * scale));
}

export function pounds(pence) {
  const [before, after] = (pence / 100).toFixed(2).split(".");
  return `£${before.replace(/\B(?=(\d{3})+$)/g, ",")}.${after}`;
}

export function price(line) {
  const units = line.querySelector('input[name$="-units"]');
  const rate = line.querySelector('input[name$="-rate"]');
  const cost = line.querySelector(".app-service__cost strong");
  if (!units || !rate || !cost) return;
  const show = () => {
    const pence = weeklyPence(units.value, rate.value);
    cost.textContent = pence === null ? "–" : pounds(pence);
  };
  [units, rate].forEach((input) => input.addEventListener("input", show));
}
