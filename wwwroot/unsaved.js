// Leaving unsaved input, or a value that is shown once, requires a confirmation. Values are read in their fields and stored nowhere.
const originals = new WeakMap(); // A field's content before the member's first change.
const touched = new WeakSet();
const confirmed = new WeakSet(); // Discarded or saved: needs no confirmation until it is changed again.
let isLeaving = false,
  pendingAnswer = null,
  lastField = null;

const isChoice = (field) => field.matches("[type=checkbox], [type=radio]");
const isText = (field) =>
  field.matches("textarea, input:not([type]), [type=text], [type=email], [type=password], [type=number], [type=search]");
const content = (field) => (isChoice(field) ? field.checked : field.value);

export const isTouched = (field) => touched.has(field);

/** Records a field that a script is about to change for the member. */
export function touch(field) {
  if (!originals.has(field)) originals.set(field, content(field));
  touched.add(field);
  confirmed.delete(field);
}

// A form is included if it, or an element inside it, has the attribute data-unsaved; every dialog is included.
const dialogs = () => [...document.querySelectorAll(".mud-dialog")];
export const forms = () =>
  [...document.querySelectorAll("[data-unsaved]")].map((element) => (element.matches("form") ? element : element.parentElement));
const fieldsOf = (form) =>
  [...form.querySelectorAll("input, textarea, select")].filter(
    (field) => !field.matches("[data-confirms], [type=search], [type=hidden], [readonly]:not([data-value]), .sd-value :not([data-value])"),
  );
const oneTimeValues = () => [...document.querySelectorAll("[data-once]")].filter((text) => !confirmed.has(text));

function isUnsaved(field) {
  if (confirmed.has(field)) return false;
  if (field.matches("[data-value]")) return field.value !== "" || field.closest(".sd-value").classList.contains("sd-has-file");
  return touched.has(field) && content(field) !== originals.get(field);
}

/** Returns what would be lost: "once", "typed", or null. For a closing dialog, only its own fields are checked. */
function unsavedKind(part) {
  if (isLeaving) return null;
  if (part !== "dialog" && oneTimeValues().length > 0) return "once";
  return (part === "dialog" ? dialogs() : [...forms(), ...dialogs()]).some((form) => fieldsOf(form).some(isUnsaved)) ? "typed" : null;
}

/** Asks for a confirmation if something would be lost. True when the member stays. */
export async function shouldStay(part = "page") {
  const kind = unsavedKind(part);
  if (!kind) return false;
  pendingAnswer ??= askToLeave(kind).finally(() => {
    pendingAnswer = null;
  });
  const isDiscarded = await pendingAnswer;
  if (isDiscarded) markSaved(part);
  return !isDiscarded;
}

/** Marks the current content of the fields as saved or discarded. */
export function markSaved(part = "page") {
  for (const field of (part === "dialog" ? dialogs() : [...forms(), ...dialogs()]).flatMap(fieldsOf)) {
    originals.delete(field);
    touched.delete(field);
    confirmed.add(field);
  }
  if (part !== "dialog") oneTimeValues().forEach((text) => confirmed.add(text));
  dispatchEvent(new Event("sd-input-saved"));
}

/** Lets the page unload without a confirmation. */
export function allowUnload() {
  isLeaving = true;
}

function askToLeave(kind) {
  const dialog = document.getElementById("leave");
  if (!dialog) return Promise.resolve(true);
  dialog.dataset.kind = kind;
  dialog.setAttribute("aria-describedby", `leave-${kind}`);
  dialog.querySelector("[data-once-name]").textContent = oneTimeValues()[0]?.dataset.once ?? "";
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((answer) => dialog.addEventListener("close", () => answer(dialog.returnValue === "discard"), { once: true }));
}

// The component library handles Escape and the close button of a dialog: both are held back until the member has confirmed.
function confirmClosing(event) {
  const closing =
    event.isTrusted && (event.type === "keydown" ? event.key === "Escape" : event.target.closest?.(".mud-dialog .mud-button-close"));
  const dialog = dialogs().at(-1);
  if (!closing || !dialog || document.querySelector("dialog[open]") || !unsavedKind("dialog")) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  shouldStay("dialog").then((stay) => {
    if (!stay) dialog.querySelector(".mud-button-close")?.click();
  });
}

export function watchForms() {
  document.addEventListener(
    "beforeinput",
    (event) => {
      if (!originals.has(event.target) && event.target.matches?.("input, textarea")) originals.set(event.target, content(event.target));
    },
    true,
  );
  document.addEventListener(
    "focusin",
    ({ target }) => {
      if (!target.matches("input, textarea, select")) return;
      lastField = target;
      if (!isText(target) && !touched.has(target)) originals.set(target, content(target));
    },
    true,
  );
  for (const kind of ["input", "change"])
    document.addEventListener(
      kind,
      ({ isTrusted, target }) => {
        if (!isTrusted) return;
        if (!originals.has(target)) originals.set(target, isChoice(target) ? !target.checked : null);
        touched.add(target);
        confirmed.delete(target);
      },
      true,
    );
  // The server sets the field after a selection in a popover list, so no input event marks it as changed.
  document.addEventListener(
    "click",
    (event) => {
      if (!event.isTrusted || !lastField?.isConnected || !event.target.closest?.(".mud-popover .mud-list-item")) return;
      touched.add(lastField);
      confirmed.delete(lastField);
    },
    true,
  );
  document.addEventListener("click", (event) => {
    const leave = event.target.closest?.("#leave");
    if (leave && event.target.closest("[data-discard]")) leave.close("discard");
    else if (leave && event.target.closest("[data-stay]")) leave.close();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-unsaved][method=post]")) allowUnload();
  });
  for (const kind of ["keydown", "click"]) addEventListener(kind, confirmClosing, true);
  addEventListener("beforeunload", (event) => {
    if (unsavedKind("page")) event.preventDefault();
  });
}
