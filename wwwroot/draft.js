// Keeps drafts of the input in this tab across a reload, a lost connection, and the end of a session. Values, passwords and one-time
// values are never stored. A draft belongs to the member who typed it: it isn't shown to other members, and signing out deletes it.
// Only changed fields are stored: an unchanged field must show the server's current state, or the draft would undo another member's change.
import { forms, isTouched, touch } from "./unsaved.js";

const MaxAge = 12 * 60 * 60 * 1000,
  Prefix = "sd-draft:";
const member = document.body.dataset.member;
const key = () => `${Prefix}${member}:${location.pathname}`;
let isOff = !member,
  opener = null,
  restoring = null;

const dialogs = () => [...document.querySelectorAll(".mud-dialog")];
const dialog = () => dialogs().at(-1);
const titleOf = (element) => element.querySelector("h2, h6")?.textContent.trim() ?? "";
const buttons = () => [...document.querySelectorAll("main button")].filter((button) => !button.closest(".mud-dialog, [role=menu]"));
const fieldsOf = (roots) =>
  roots
    .flatMap((root) => [...root.querySelectorAll("input, textarea, select")])
    .filter(
      (f) =>
        !f.matches("[data-no-draft], [data-confirms], [data-value], [type=password], [type=file], [type=hidden], [readonly], [disabled]"),
    );

// Identifies a field by its label and its index among fields with that label: a form with several secrets has several names.
function namedFields(roots) {
  const seen = new Map();
  return fieldsOf(roots).map((field) => {
    const label = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? field.name;
    const name = `${field.tagName}:${label?.trim()}`;
    const index = seen.get(name) ?? 0;
    seen.set(name, index + 1);
    return [`${name}:${index}`, field];
  });
}

const changedValues = (roots) =>
  namedFields(roots)
    .filter(([, f]) => isTouched(f))
    .map(([name, f]) => [name, f.type === "checkbox" || f.type === "radio" ? f.checked : f.value]);

export function saveDraft() {
  if (isOff) return;
  const page = [...(restoring?.page ?? []), ...changedValues(forms())];
  const typed = changedValues(dialogs());
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
  removeDrafts(() => true);
}

function removeDrafts(matches) {
  try {
    for (const name of Object.keys(sessionStorage).filter((k) => k.startsWith(Prefix) && matches(k))) sessionStorage.removeItem(name);
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
  if (!draft || isOff || Date.now() - draft.at > MaxAge) return;
  const path = location.pathname;
  const remaining = new Map(draft.page);
  restoring = { page: remaining, dialog: draft.dialog };
  let addedAt = -1,
    isOpened = false;
  const fill = () => {
    if (location.pathname !== path) {
      stop();
      return;
    }
    const fields = namedFields(forms());
    const filled = fillFields(fields, remaining) + fillDialog();
    if (filled > 0) document.getElementById("draft-back")?.removeAttribute("hidden");
    if (remaining.size === 0 && !restoring.dialog) {
      stop();
      return;
    }
    // Remaining input may belong to a row that doesn't exist yet: add one row, once per number of fields.
    const addButton = document.querySelector("[data-draft-more]");
    if (addButton && addedAt !== fields.length && [...remaining.keys()].some((name) => !name.endsWith(":0"))) {
      addedAt = fields.length;
      addButton.click();
    }
  };
  const fillDialog = () => {
    const dialogDraft = restoring.dialog;
    if (!dialogDraft) return 0;
    if (dialog() && titleOf(dialog()) === dialogDraft.title) {
      const typed = new Map(dialogDraft.typed);
      const filled = fillFields(namedFields(dialogs()), typed);
      dialogDraft.typed = [...typed];
      if (typed.size === 0) restoring.dialog = null;
      return filled;
    }
    const button =
      !isOpened &&
      dialogDraft.opener &&
      buttons().find((b) => b.textContent.trim() === dialogDraft.opener && !b.disabled && b.getAttribute("aria-disabled") !== "true");
    if (button) {
      isOpened = true;
      button.click();
    }
    return 0;
  };
  const stop = () => {
    observer.disconnect();
    restoring = null;
  };
  const observer = new MutationObserver(fill);
  observer.observe(document.body, { childList: true, subtree: true, attributeFilter: ["disabled", "aria-disabled"] });
  fill();
}

function fillFields(fields, remaining) {
  let filled = 0;
  for (const [name, field] of fields) {
    if (!remaining.has(name)) continue;
    const value = remaining.get(name);
    remaining.delete(name);
    filled++;
    touch(field);
    if (typeof value === "boolean") {
      if (field.checked !== value) {
        field.click();
        restored.add(field);
      }
    } else if (field.value !== value) {
      field.value = value;
      restored.add(field);
      notifyServer(field);
    }
  }
  return filled;
}

// A page that is becoming interactive may miss the events of restored fields: they are repeated before the member's first action.
const restored = new Set();

function notifyServer(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

// An event during a re-rendering of its component may find no handler on the server, which the framework reports as an unhandled rejection.
// Without this, the page would show text that the server doesn't have. Repeating an event that did arrive changes nothing.
const MaxTries = 3,
  RetryWindow = 10_000;
let tries = 0,
  lastTry = 0;

function notifyAgain(event) {
  if (!String(event.reason?.message).includes("'DispatchEventAsync'")) return;
  tries = Date.now() - lastTry > RetryWindow ? 1 : tries + 1;
  lastTry = Date.now();
  if (tries > MaxTries) return;
  event.preventDefault();
  for (const [, field] of namedFields([...forms(), ...dialogs()])) {
    if (isTouched(field) && field.type !== "checkbox" && field.type !== "radio") notifyServer(field);
  }
}

export function watchDrafts() {
  if (member) removeDrafts((name) => !name.startsWith(`${Prefix}${member}:`));
  else if (new URLSearchParams(location.search).get("note") === "signed-out") clearDrafts();
  document.addEventListener(
    "click",
    (event) => {
      const button = event.isTrusted && event.target.closest?.("button, a");
      if (!button) return;
      document.getElementById("draft-back")?.setAttribute("hidden", "");
      if (buttons().includes(button)) opener = button.textContent.trim();
      for (const field of restored) if (field.isConnected) notifyServer(field);
      restored.clear();
    },
    true,
  );
  addEventListener("pagehide", saveDraft);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) saveDraft();
  });
  addEventListener("unhandledrejection", notifyAgain);
  addEventListener("sd-input-saved", () => {
    try {
      sessionStorage.removeItem(key());
    } catch {
      /* The storage is blocked, so there is no draft. */
    }
  });
}
