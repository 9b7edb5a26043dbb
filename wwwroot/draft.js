// Keeps what was typed across a reload that a lost connection forces. Values, passwords and one-time texts are never kept.
const key = () => `sd-draft:${location.pathname}`;
const fields = () => [...document.querySelectorAll("main input, main textarea, main select, .mud-dialog input, .mud-dialog textarea, .mud-dialog select")]
  .filter(f => !f.matches("[data-no-draft], [data-value], [type=password], [type=file], [type=hidden], [readonly], [disabled]"));

function name(field) {
  const label = field.labels?.[0]?.textContent ?? field.getAttribute("aria-label") ?? field.name;
  return `${field.tagName}:${label?.trim()}`;
}

export function saveDraft() {
  const typed = fields().map(f => [name(f), f.type === "checkbox" || f.type === "radio" ? f.checked : f.value]);
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
  const fill = () => {
    for (const field of fields()) {
      if (left.has(name(field))) {
        put(field, left.get(name(field)));
        left.delete(name(field));
      }
    }
    if (left.size === 0) watch.disconnect();
  };
  const watch = new MutationObserver(fill);
  watch.observe(document.body, { childList: true, subtree: true });
  setTimeout(() => watch.disconnect(), 10_000);
  fill();
}

function put(field, value) {
  if (typeof value === "boolean") {
    if (field.checked !== value) field.click();
  } else if (field.value !== value) {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
