// Scripts of the layout. Handlers are registered on the document, because the server re-renders its content.
import { openRowMenu, rememberMenuButton, registerMenuEvent } from "./row-menu.js";
import { saveDraft, restoreDraft, watchDrafts } from "./draft.js";
import { allowUnload, markSaved, shouldStay, watchForms } from "./unsaved.js";
import { watchConnection, watchRefusal } from "./reconnect.js";
import { signInAgain, watchSession } from "./session.js";

const root = document.documentElement;
const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

function setPreference(key, value) {
  try {
    localStorage.setItem(key, value);
  } catch {
    /* Private mode: the choice applies to this page only. */
  }
  dispatchEvent(new Event("sd-preference"));
  showPreferences();
}

function showPreferences() {
  for (const button of document.querySelectorAll("[data-set-theme]")) {
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === root.dataset.themeChoice));
  }
  for (const button of document.querySelectorAll("[data-fold-nav]")) {
    button.setAttribute("aria-expanded", String(root.dataset.nav !== "folded"));
  }
  for (const key of document.querySelectorAll("[data-mod-key]")) {
    key.textContent = isMac ? `⌘ ${key.dataset.modKey}` : `Ctrl ${key.dataset.modKey}`;
  }
}

function openDialog(id) {
  const dialog = document.getElementById(id);
  document.querySelectorAll("[popover]:not([popover=manual]):popover-open").forEach((p) => p.hidePopover());
  if (!dialog || dialog.open) return;
  dialog.showModal();
  const field = dialog.querySelector("[data-jump-field]");
  if (field) {
    field.select();
  }
}

async function copy(button, text) {
  try {
    await navigator.clipboard.writeText(text);
    announce(button, "Copied");
  } catch {
    announce(button, "Copying is blocked by the browser");
  }
}

function announce(button, text) {
  button.dataset.said = text;
  const liveRegion =
    document.getElementById("sd-live") ??
    document.body.appendChild(Object.assign(document.createElement("div"), { id: "sd-live", className: "sd-hidden", role: "status" }));
  liveRegion.textContent = text;
  setTimeout(() => {
    delete button.dataset.said;
    liveRegion.textContent = "";
  }, 1600);
}

function onClick(event) {
  const target = event.target instanceof Element ? event.target : null;
  if (!target) return;
  const closest = (name) => target.closest(`[data-${name}]`);
  let element;
  rememberMenuButton(target.closest("[aria-haspopup=menu]"));
  if ((element = closest("set-theme"))) {
    setPreference("sd-theme", element.dataset.setTheme);
    element.closest("[popover]")?.hidePopover();
  } else if (closest("fold-nav")) {
    setPreference("sd-nav", root.dataset.nav === "folded" ? "open" : "folded");
  } else if (closest("jump-open")) {
    openDialog("jump");
  } else if ((element = closest("open-dialog"))) {
    openDialog(element.dataset.openDialog);
  } else if ((element = closest("close-dialog"))) {
    element.closest("dialog")?.close();
  } else if (closest("put-away")) {
    closest("put-away").parentElement.hidden = true;
  } else if ((element = closest("copy"))) {
    copy(element, element.dataset.copy);
  } else if ((element = closest("copy-from"))) {
    copy(element, document.getElementById(element.dataset.copyFrom)?.value ?? "");
  } else if (closest("skip")) {
    event.preventDefault();
    document.getElementById("content")?.focus();
  } else if (target.closest("a[href]")) {
    target.closest("dialog[open]")?.close();
    target.closest("[popover]")?.hidePopover?.();
  } else if (target instanceof HTMLDialogElement) {
    target.close();
  }
}

function onKeyDown(event) {
  const target = event.target;
  const isEditable = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openDialog("jump");
  } else if (!isEditable && !event.ctrlKey && !event.metaKey && !event.altKey && !document.querySelector("dialog[open], .mud-dialog")) {
    if (event.key === "/") {
      const field = document.querySelector("[data-search]");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.key === "?") {
      event.preventDefault();
      openDialog("shortcuts");
    }
  }
  if (event.key === "Escape") dismissReason();
  moveInResults(event);
}

// The reason beside a disabled action can be dismissed without moving the focus or the pointer.
function dismissReason() {
  const action = document.querySelector(".sd-off:hover, .sd-off:focus-within");
  if (!action) return;
  action.dataset.dismissed = "";
  action.addEventListener("mouseleave", () => delete action.dataset.dismissed, { once: true });
  action.addEventListener("focusout", () => delete action.dataset.dismissed, { once: true });
}

function moveInResults(event) {
  const dialog = event.target instanceof Element ? event.target.closest("#jump") : null;
  if (!dialog) return;
  const items = [...dialog.querySelectorAll("[data-jump-item]")];
  const at = items.indexOf(document.activeElement);
  if (event.key === "ArrowDown") {
    event.preventDefault();
    items[Math.min(at + 1, items.length - 1)]?.focus();
  } else if (event.key === "ArrowUp") {
    event.preventDefault();
    (at <= 0 ? dialog.querySelector("[data-jump-field]") : items[at - 1]).focus();
  } else if (event.key === "Enter" && at < 0) {
    event.preventDefault();
    openFirstResult(dialog);
  }
}

// The results shown may be for an earlier, shorter text: waits for those of the complete text, and opens the first.
function openFirstResult(dialog) {
  const list = dialog.querySelector("[data-jump-for]"),
    text = dialog.querySelector("[data-jump-field]").value;
  const openIfCurrent = () => {
    if (list.dataset.jumpFor !== text) return false;
    list.querySelector("[data-jump-item]")?.click();
    return true;
  };
  if (openIfCurrent()) return;
  const observer = new MutationObserver(() => {
    if (openIfCurrent() || !dialog.open || dialog.querySelector("[data-jump-field]").value !== text) observer.disconnect();
  });
  observer.observe(list, { attributes: true, childList: true });
}

window.secretsDashboard = {
  openRowMenu,
  /** Asks for a confirmation before input is lost; true when the member stays. */
  shouldStay,
  /** Marks the input as saved. */
  saved: markSaved,
  signInAgain,
  /** After a rejected form: scrolls to the error and focuses its first field. */
  focusProblem() {
    const main = document.querySelector(".mud-dialog") ?? document.querySelector("main");
    const field = main.querySelector("[aria-invalid=true]");
    const target = field?.matches("fieldset") ? field.querySelector("input") : field;
    if (target) target.focus();
    else main.querySelector("[role=alert]")?.scrollIntoView({ block: "center" });
  },
  /** Called when the page is interactive. */
  ready() {
    root.dataset.ready = "true";
    document.getElementById("connection-refused")?.remove();
    showPreferences();
    registerMenuEvent();
    restoreDraft();
  },
};

document.addEventListener("click", onClick);
document.addEventListener("keydown", onKeyDown);
showPreferences();
watchForms();
watchDrafts();
watchSession();
watchConnection(saveDraft, allowUnload);
watchRefusal();
