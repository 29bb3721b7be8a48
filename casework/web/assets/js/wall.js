// The wall: cards move by drag, or by M (or "Move") and a menu; others' moves come in every two seconds.
//
// The element: data-wall-url, data-after (the state it shows), data-by (how it is arranged), data-token, data-can-move.
// Each move is a small post to the address of the card's "Move" link, which without this leads to a plain form.
// The answer is the wall as it is now: each element with data-live="NAME" takes the place of that one in the page.

const EVERY = 2000;
const FAR_ENOUGH = 6; // pixels after which a press is a drag

export function shareWall(place) {
  const said = place.querySelector("[data-said-here]");
  const canMove = place.hasAttribute("data-can-move");
  const byTheme = place.dataset.by === "theme";
  let after = place.dataset.after;
  let menu = null;
  let drag = null;
  let sending = false;
  let turn = 0;

  const say = (words) => { said.textContent = words; };
  const cards = () => [...place.querySelectorAll("[data-card]")];
  const columns = () => [...place.querySelectorAll("[data-column]")];

  function prepare() {
    if (canMove) cards().forEach((card) => { card.tabIndex = 0; });
    place.toggleAttribute("data-can-drag", canMove && byTheme);
  }

  // --- what others did -----------------------------------------------------------------------------

  function show(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const told = page.querySelector("[data-after]");
    if (!told) return null;
    after = told.dataset.after;
    const focused = document.activeElement?.closest?.("[data-card]")?.dataset.card;
    const onLink = document.activeElement?.closest?.("[data-card] a") ? true : false;
    const open = [...place.querySelectorAll("details[open]")].map((each) => each.dataset.more);
    page.querySelectorAll("[data-live]").forEach((fresh) => {
      document.querySelector(`[data-live="${fresh.dataset.live}"]`)?.replaceWith(document.importNode(fresh, true));
    });
    place.querySelectorAll("details").forEach((each) => { each.open = open.includes(each.dataset.more); });
    prepare();
    if (focused) focusCard(focused, onLink);
    return told;
  }

  function focusCard(id, onLink = false) {
    const card = place.querySelector(`[data-card="${CSS.escape(id)}"]`);
    if (!card) return;
    const folded = card.closest("details");
    if (folded) folded.open = true;
    (onLink && card.querySelector("[data-move]") ? card.querySelector("[data-move]") : card).focus();
  }

  async function ask() {
    if (!menu && !drag && !sending && !document.hidden) {
      const asked = ++turn;
      try {
        const address = new URL(place.dataset.wallUrl, location.href);
        address.searchParams.set("after", after);
        const reply = await fetch(address, { credentials: "same-origin", signal: AbortSignal.timeout(8000) });
        // What was asked before a move of one's own is older than the answer to that move.
        if (reply.status === 200 && !reply.redirected && asked === turn && !menu && !drag && !sending) {
          const told = show(await reply.text());
          if (told?.dataset.mover) say(`The wall changed. Last moved by ${told.dataset.mover}`);
        }
      } catch {
        // No answer: the next turn asks again.
      }
    }
    setTimeout(ask, EVERY);
  }

  // --- moving a card -------------------------------------------------------------------------------

  async function move(card, group, { before = "", title = "" } = {}) {
    const sent = new FormData();
    for (const [name, value] of Object.entries({ csrf_token: place.dataset.token, by_script: "yes", by: place.dataset.by, group, before, title })) sent.set(name, value);
    const id = card.dataset.card;
    sending = true;
    turn += 1;
    try {
      const reply = await fetch(card.querySelector("[data-move]").href, { method: "POST", body: sent, credentials: "same-origin" });
      const told = reply.ok && !reply.redirected ? show(await reply.text()) : null;
      say(told ? told.dataset.said : "Not moved. Load the page again");
    } catch {
      say("Not moved: the connection is lost. Try again in a moment");
    }
    sending = false;
    focusCard(id);
  }

  // --- the menu ------------------------------------------------------------------------------------

  function closeMenu(focusAgain = true) {
    if (!menu) return;
    const id = menu.card.dataset.card;
    menu.element.remove();
    menu = null;
    if (focusAgain) focusCard(id);
  }

  function item(words, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.role = "menuitem";
    button.tabIndex = -1;
    button.textContent = words;
    button.addEventListener("click", act);
    return button;
  }

  function openMenu(card) {
    closeMenu(false);
    const element = document.createElement("div");
    element.className = "app-wall-menu";
    element.role = "menu";
    element.setAttribute("aria-label", "Move to");
    const head = document.createElement("p");
    head.textContent = "Move to";
    head.setAttribute("aria-hidden", "true");
    element.append(head);
    const go = (group) => () => { closeMenu(false); move(card, group); };
    const groups = byTheme
      ? columns().map((each) => [each.dataset.column, each.dataset.title])
      : JSON.parse(place.querySelector("[data-groups]").dataset.groups);
    groups
      .filter(([id]) => id !== card.dataset.group && id !== "none")
      .forEach(([id, title], number) => element.append(item(`${number + 1} ${title}`, go(id))));
    element.append(item("+ New group", () => nameGroup(card, element)));
    if (card.dataset.group !== "none") element.append(item("Not grouped", go("none")));
    card.after(element);
    menu = { element, card };
    element.querySelector("button").focus();
  }

  function nameGroup(card, element) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    const make = document.createElement("button");
    label.textContent = "Name of the new group";
    box.className = "govuk-input";
    box.maxLength = 200;
    make.type = "button";
    make.textContent = "Make it";
    label.append(box);
    element.removeAttribute("role");
    element.replaceChildren(label, make);
    const send = () => {
      const title = box.value.trim();
      if (!title) return;
      closeMenu(false);
      move(card, "new", { title });
    };
    make.addEventListener("click", send);
    box.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); send(); } });
    box.focus();
  }

  function inMenu(event) {
    if (event.key === "Escape") { event.preventDefault(); closeMenu(); return; }
    const buttons = [...menu.element.querySelectorAll("[role=menuitem]")];
    if (!buttons.length) return;
    const here = buttons.indexOf(document.activeElement);
    const next = { ArrowDown: here + 1, ArrowUp: here - 1 + buttons.length, Home: 0, End: buttons.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      buttons[next % buttons.length].focus();
    } else if (/^[1-9]$/.test(event.key)) {
      buttons.find((each) => each.textContent.startsWith(`${event.key} `))?.click();
    } else if (event.key === "Tab") {
      closeMenu();
    }
  }

  // --- the drag ------------------------------------------------------------------------------------

  function under(event) {
    const over = document.elementFromPoint(event.clientX, event.clientY);
    const column = over?.closest("[data-column]");
    const card = over?.closest("[data-card]");
    if (!column || !place.contains(column)) return null;
    const middle = card && card.getBoundingClientRect().top + card.offsetHeight / 2;
    const beside = card && event.clientY > middle ? card.nextElementSibling : card;
    return { column, before: beside?.dataset?.card ?? "" };
  }

  function beginDrag(event) {
    const card = event.target.closest?.("[data-card]");
    if (!card || event.button !== 0 || event.pointerType === "touch" || event.target.closest("a, button, input, summary")) return;
    drag = { card, x: event.clientX, y: event.clientY, on: false };
  }

  function goOnDragging(event) {
    if (!drag) return;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.on && Math.hypot(x, y) < FAR_ENOUGH) return;
    if (!drag.on) {
      drag.on = true;
      closeMenu(false);
      drag.card.classList.add("app-wall-card--held");
      getSelection()?.removeAllRanges();
    }
    event.preventDefault();
    drag.card.style.transform = `translate(${x}px, ${y}px)`;
    const over = under(event);
    columns().forEach((each) => each.classList.toggle("app-wall__column--over", each === over?.column));
  }

  function endDrag(event) {
    if (!drag) return;
    const { card, on } = drag;
    drag = null;
    columns().forEach((each) => each.classList.remove("app-wall__column--over"));
    if (!on) return;
    const over = event.type === "pointerup" ? under(event) : null;
    card.classList.remove("app-wall-card--held");
    card.style.transform = "";
    if (over && over.before !== card.dataset.card) move(card, over.column.dataset.column, { before: over.before });
  }

  prepare();
  if (canMove) {
    place.querySelectorAll("[data-hint]").forEach((hint) => { hint.hidden = false; });
    place.addEventListener("click", (event) => {
      const link = event.target.closest("[data-move]");
      if (!link || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      openMenu(link.closest("[data-card]"));
    });
    place.addEventListener("keydown", (event) => {
      if (menu?.element.contains(event.target)) { inMenu(event); return; }
      const card = event.target.closest("[data-card]");
      if (card && event.key.toLowerCase() === "m" && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        openMenu(card);
      }
    });
    document.addEventListener("pointerdown", (event) => { if (menu && !menu.element.contains(event.target) && !event.target.closest("[data-move]")) closeMenu(false); });
    if (byTheme) {
      place.addEventListener("pointerdown", beginDrag);
      document.addEventListener("pointermove", goOnDragging);
      document.addEventListener("pointerup", endDrag);
      document.addEventListener("pointercancel", endDrag);
    }
  }
  setTimeout(ask, EVERY);
}
