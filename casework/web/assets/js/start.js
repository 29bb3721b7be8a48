// Everything works without this. With it: GOV.UK's own behaviour, and ours where a page asks for it.

import { initAll } from "../govuk-frontend.min.js";
import { keepSaving } from "./autosave.js";
import { answer } from "./calls.js";
import { count } from "./capture.js";
import { rememberFold } from "./card.js";
import { edit } from "./editor.js";
import { beHere, pressByKey } from "./console.js";
import { listen } from "./live.js";
import { keepNotes, sendNotesLeft } from "./notes.js";
import { noteField } from "./place.js";
import { practise } from "./practice.js";
import { tellFirst } from "./press.js";
import { replay } from "./replay.js";
import { shareWall } from "./wall.js";
import { addUp, followCosts, price, takeOut } from "./timetable.js";

initAll();
document.querySelectorAll("[data-card]").forEach(rememberFold);
document.querySelectorAll("form[data-autosave-url]").forEach(keepSaving);
document.querySelectorAll("[data-capture-url]").forEach(count);
document.querySelectorAll("[data-first-press-url]").forEach(tellFirst);
document.querySelectorAll("form[data-editor]").forEach(edit);
document.querySelectorAll("[data-field-now]").forEach(noteField);
document.querySelectorAll("[data-call]").forEach(answer);
document.querySelectorAll("[data-poll-url]").forEach(listen);
document.querySelectorAll("[data-keys]").forEach(pressByKey);
document.querySelectorAll("form[data-presence]").forEach(beHere);
document.querySelectorAll("form[data-practice]").forEach(practise);
document.querySelectorAll("form[data-notes]").forEach(keepNotes);
document.querySelectorAll("form.app-lab-header__end").forEach(sendNotesLeft);
document.querySelectorAll("[data-timetable]").forEach(addUp);
document.querySelectorAll("[data-takes-out]").forEach(takeOut);
document.querySelectorAll("[data-costs]").forEach(followCosts);
document.querySelectorAll(".app-service").forEach(price);
document.querySelectorAll("[data-replay]").forEach(replay);
document.querySelectorAll("[data-wall]").forEach(shareWall);
