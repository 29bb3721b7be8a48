// Adds up a week of minutes, both ways, while it is typed. The server adds it up again when it is saved.
//
// The element (around table and cost): data-timetable, and data-rate-pence where an hour has one price.
// Cells: input[data-call][data-day]. Totals: [data-total-call="…"], [data-total-day="…"], [data-total], [data-cost].

const whole = (text) => (/^\d+$/.test(text.trim()) ? Number(text.trim()) : 0);

// As on the server: minutes to pence, a half penny goes up.
export function pence(minutes, rate) {
  return Math.floor((2 * minutes * rate + 60) / 120);
}

export function pounds(amount) {
  const [before, after] = (amount / 100).toFixed(2).split(".");
  return `£${before.replace(/\B(?=(\d{3})+$)/g, ",")}.${after}`;
}

export function addUp(place) {
  const inputs = [...place.querySelectorAll("input[data-call][data-day]")];
  const show = (selector, text) => place.querySelectorAll(selector).forEach((total) => { total.textContent = text; });

  const add = () => {
    const sums = {};
    let all = 0;
    inputs.forEach((input) => {
      const minutes = whole(input.value);
      const { call, day } = input.dataset;
      sums[`[data-total-call="${CSS.escape(call)}"]`] = (sums[`[data-total-call="${CSS.escape(call)}"]`] || 0) + minutes;
      sums[`[data-total-day="${CSS.escape(day)}"]`] = (sums[`[data-total-day="${CSS.escape(day)}"]`] || 0) + minutes;
      all += minutes;
    });
    Object.entries(sums).forEach(([selector, minutes]) => show(selector, String(minutes)));
    show("[data-total]", String(all));
    const rate = Number(place.dataset.ratePence);
    if (rate) show("[data-cost]", pounds(pence(all, rate)));
  };
  inputs.forEach((input) => input.addEventListener("input", add));
  if (inputs.length) add();
}
