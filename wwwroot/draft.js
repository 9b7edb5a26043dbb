// Keeps drafts of the input in this tab across a reload, a lost connection, and the end of a session. Values, passwords and one-time
// values are never stored. A draft belongs to the member who typed it: it isn't shown to other members, and signing out deletes it.
// Only changed fields are stored: an unchanged field must show the server's current state, or the draft would undo another member's change.
import { forms, isTouched, touch } from "./unsaved.js";

const Longest = 12 * 60 * 60 * 1000,
  Prefix = "sd-draft:";
const member = document.body.dataset.member;
const key = () => `${Prefix}${member}:${location.pathname}`;
let isOff = !member,
  opener = null,
  restoring = null;

const dialogs = () => [...document.querySelectorAll(".mud-dialog")];
const dialog = () => dialogs().at(-1);
const titleOf = (of) => of.querySelector("h2, h6")?.textContent.trim() ?? "";
const buttons = () => [...document.querySelectorAll("main button")].filter((button) => !button.closest(".mud-dialog, [role=menu]"));
const fieldsOf = (roots) =>
  roots
    .flatMap((root) => [...root.querySelectorAll("input, textarea, select")])
    .filter(
      (f) =>
        !f.matches("[data-no-draft], [data-confirms], [data-value], [type=password], [type=file], [type=hidden], [readonly], [disabled]"),
    );

// Identifies a field by its label and its index among fields with that label: a form with several secrets has several names.
function named(roots) {
  const seen = new Map();
  return fieldsOf(roots).map((field) => {
    const label = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? field.name;
    const name = `${field.tagName}:${label?.trim()}`;
    const place = seen.get(name) ?? 0;
    seen.set(name, place + 1);
    return [`${name}:${place}`, field];
  });
}

const typedIn = (roots) =>
  named(roots)
    .filter(([, f]) => isTouched(f))
    .map(([name, f]) => [name, f.type === "checkbox" || f.type === "radio" ? f.checked : f.value]);

export function saveDraft() {
  if (isOff) return;
  const page = [...(restoring?.page ?? []), ...typedIn(forms())];
  const typed = typedIn(dialogs());
  const open = typed.length > 0 ? { title: titleOf(dialog()), opener, typed } : restoring?.dialog;
  try {
    if (page.length === 0 && !open) sessionStorage.removeItem(key());
    else sessionStorage.setItem(key(), JSON.stringify({ at: Date.now(), page, dialog: open }));
  } catch {
    /* The storage is full or blocked. */
  }
}

/** Deletes all drafts of this tab and stops storing drafts, because the member signs out. */
export function clearDrafts() {
  isOff = true;
  forget(() => true);
}

function forget(which) {
  try {
    for (const name of Object.keys(sessionStorage).filter((k) => k.startsWith(Prefix) && which(k))) sessionStorage.removeItem(name);
  } catch {
    /* The storage is blocked, so there are no drafts. */
  }
}

export function restoreDraft() {
  let draft;
  try {
    draft = JSON.parse(sessionStorage.getItem(key()) ?? "null");
    sessionStorage.removeItem(key());
  } catch {
    return;
  }
  if (!draft || isOff || Date.now() - draft.at > Longest) return;
  const place = location.pathname;
  const left = new Map(draft.page);
  restoring = { page: left, dialog: draft.dialog };
  let grownAt = -1,
    isOpened = false;
  const fill = () => {
    if (location.pathname !== place) {
      stop();
      return;
    }
    const there = named(forms());
    const filled = put(there, left) + fillDialog();
    if (filled > 0) document.getElementById("draft-back")?.removeAttribute("hidden");
    if (left.size === 0 && !restoring.dialog) {
      stop();
      return;
    }
    // Remaining input may belong to a row that doesn't exist yet: add one row, once per number of fields.
    const more = document.querySelector("[data-draft-more]");
    if (more && grownAt !== there.length && [...left.keys()].some((name) => !name.endsWith(":0"))) {
      grownAt = there.length;
      more.click();
    }
  };
  const fillDialog = () => {
    const wanted = restoring.dialog;
    if (!wanted) return 0;
    if (dialog() && titleOf(dialog()) === wanted.title) {
      const typed = new Map(wanted.typed);
      const filled = put(named(dialogs()), typed);
      wanted.typed = [...typed];
      if (typed.size === 0) restoring.dialog = null;
      return filled;
    }
    const button =
      !isOpened &&
      wanted.opener &&
      buttons().find((b) => b.textContent.trim() === wanted.opener && !b.disabled && b.getAttribute("aria-disabled") !== "true");
    if (button) {
      isOpened = true;
      button.click();
    }
    return 0;
  };
  const stop = () => {
    watch.disconnect();
    restoring = null;
  };
  const watch = new MutationObserver(fill);
  watch.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled", "aria-disabled"] });
  fill();
}

function put(there, left) {
  let filled = 0;
  for (const [name, field] of there) {
    if (!left.has(name)) continue;
    const value = left.get(name);
    left.delete(name);
    filled++;
    touch(field);
    if (typeof value === "boolean") {
      if (field.checked !== value) field.click();
    } else if (field.value !== value) {
      field.value = value;
      restored.add(field);
      say(field);
    }
  }
  return filled;
}

// A page that is becoming interactive may miss the events of restored fields: they are repeated before the member's first action.
const restored = new Set();

function say(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// An event during a re-rendering of its component may find no handler on the server, which the framework reports as an unhandled rejection.
// Without this, the page would show text that the server doesn't have. Repeating an event that did arrive changes nothing.
const TriesAtOnce = 3,
  Calm = 10_000;
let tries = 0,
  lastTry = 0;

function sayAgain(event) {
  if (!String(event.reason?.message).includes("'DispatchEventAsync'")) return;
  tries = Date.now() - lastTry > Calm ? 1 : tries + 1;
  lastTry = Date.now();
  if (tries > TriesAtOnce) return;
  event.preventDefault();
  for (const [, field] of named([...forms(), ...dialogs()])) {
    if (isTouched(field) && field.type !== "checkbox" && field.type !== "radio") say(field);
  }
}

export function watchDrafts() {
  if (member) forget((name) => !name.startsWith(`${Prefix}${member}:`));
  else if (new URLSearchParams(location.search).get("note") === "signed-out") clearDrafts();
  document.addEventListener(
    "click",
    (event) => {
      const button = event.isTrusted && event.target.closest?.("button, a");
      if (!button) return;
      document.getElementById("draft-back")?.setAttribute("hidden", "");
      if (buttons().includes(button)) opener = button.textContent.trim();
      for (const field of restored) if (field.isConnected) say(field);
      restored.clear();
    },
    true,
  );
  addEventListener("pagehide", saveDraft);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) saveDraft();
  });
  addEventListener("unhandledrejection", sayAgain);
  addEventListener("sd-settled", () => {
    try {
      sessionStorage.removeItem(key());
    } catch {
      /* The storage is blocked, so there is no draft. */
    }
  });
}
