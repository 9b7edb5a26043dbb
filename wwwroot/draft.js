// Keeps what was typed across a reload that a lost connection forces. Values, passwords and one-time texts are never kept.
// Only what this person touched is kept: an untouched field must show what the server holds now, or the draft would undo somebody else's change.
const touched = new WeakSet();
for (const kind of ["input", "change"]) document.addEventListener(kind, e => { if (e.isTrusted) touched.add(e.target); }, true);
const key = () => `sd-draft:${location.pathname}`;
const fields = () => [...document.querySelectorAll("main input, main textarea, main select, .mud-dialog input, .mud-dialog textarea, .mud-dialog select")]
  .filter(f => !f.matches("[data-no-draft], [data-value], [type=password], [type=file], [type=hidden], [readonly], [disabled]"));

// A field by its label, and by its place among those of the same label: several secrets have several names.
function named() {
  const seen = new Map();
  return fields().map(field => {
    const label = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? field.name;
    const name = `${field.tagName}:${label?.trim()}`;
    const place = seen.get(name) ?? 0;
    seen.set(name, place + 1);
    return [`${name}:${place}`, field];
  });
}

export function saveDraft() {
  const typed = named().filter(([, f]) => touched.has(f)).map(([name, f]) => [name, f.type === "checkbox" || f.type === "radio" ? f.checked : f.value]);
  if (typed.length === 0) return;
  try { sessionStorage.setItem(key(), JSON.stringify({ at: Date.now(), typed })); } catch { /* Full or blocked: nothing to do. */ }
}

export function restoreDraft() {
  let draft;
  try {
    draft = JSON.parse(sessionStorage.getItem(key()) ?? "null");
    sessionStorage.removeItem(key());
  } catch { return; }
  if (!draft || Date.now() - draft.at > 10 * 60 * 1000) return;
  const left = new Map(draft.typed);
  let grownAt = -1;
  const fill = () => {
    const there = named();
    for (const [name, field] of there) {
      if (left.has(name)) {
        put(field, left.get(name));
        left.delete(name);
      }
    }
    if (left.size === 0) { watch.disconnect(); return; }
    // What is left may belong to a row that the page does not have yet: ask for one more, once for each size.
    const more = document.querySelector("[data-draft-more]");
    if (more && grownAt !== there.length && [...left.keys()].some(name => !name.endsWith(":0"))) {
      grownAt = there.length;
      more.click();
    }
  };
  const watch = new MutationObserver(fill);
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 10_000);
  fill();
}

// A page that is just coming alive may not have heard of what was put back: it hears it once more before the person's first action.
const restored = new Set();
document.addEventListener("click", event => {
  if (restored.size === 0 || !event.isTrusted || !event.target.closest?.("button")) return;
  for (const field of restored) if (field.isConnected) say(field);
  restored.clear();
}, true);

function say(field) {
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
}

function put(field, value) {
  touched.add(field);
  if (typeof value === "boolean") {
    if (field.checked !== value) field.click();
  } else if (field.value !== value) {
    field.value = value;
    restored.add(field);
    say(field);
  }
}
