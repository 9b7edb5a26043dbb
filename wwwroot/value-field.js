// The write-only value. It stays in this page until the form is sent; only its size and warnings are shown.
const MaxBytes = 65536;
const Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const encoder = new TextEncoder();

export function attach(root) {
  if (!root) return null; // The member left before the field was ready.
  const part = (name) => root.querySelector(`[data-${name}]`);
  const text = part("value"),
    count = part("count"),
    notes = part("notes"),
    show = part("show"),
    file = part("file"),
    clearFile = part("clear");
  let loaded = null; // { name, text } of a selected file, byte for byte

  const current = () => (loaded ? loaded.text : text.value);
  const refresh = () => {
    const value = current();
    const bytes = value.isWellFormed() ? encoder.encode(value).length : value.length;
    count.textContent = `${bytes.toLocaleString("en")} / 65,536 bytes`;
    root.classList.toggle("sd-over", bytes > MaxBytes);
    root.classList.toggle("sd-has-file", loaded !== null);
    clearFile.hidden = loaded === null;
    text.readOnly = loaded !== null;
    const messages = [
      problemOf(value),
      loaded && `Loaded from ${loaded.name}; its text is not shown.`,
      endsWithBreak(value) && "Ends with a line break, which is kept.",
    ];
    notes.textContent = messages.filter(Boolean).join(" ");
  };
  const clear = () => {
    loaded = null;
    text.value = "";
    file.value = "";
    show.checked = false;
    text.classList.add("sd-masked");
    refresh();
  };
  const load = async () => {
    const chosen = file.files[0];
    file.value = "";
    if (!chosen) return;
    text.value = "";
    loaded = null;
    refresh();
    if (chosen.size > MaxBytes) {
      notes.textContent = `The file has ${chosen.size.toLocaleString("en")} bytes; the limit is 65,536.`;
      return;
    }
    try {
      const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
      loaded = { name: chosen.name, text: decoder.decode(await chosen.arrayBuffer()) };
      refresh();
    } catch {
      notes.textContent = "The file is not UTF-8 text. Encode it first, for example as Base64.";
    }
  };
  const generate = () => {
    const length = Math.min(512, Math.max(16, Number(part("length").value) || 32));
    loaded = null;
    text.value = randomText(length);
    refresh();
    notes.textContent = `Generated ${length} random characters. They are shown only while “Show while typing” is on.`;
  };

  text.addEventListener("input", refresh);
  show.addEventListener("change", () => text.classList.toggle("sd-masked", !show.checked));
  file.addEventListener("change", load);
  clearFile.addEventListener("click", clear);
  part("generate").addEventListener("click", generate);
  // Applies input from before this script was loaded.
  text.classList.toggle("sd-masked", !show.checked);
  refresh();
  load();
  return {
    problem: () => problemOf(current()),
    read: () => encoder.encode(current()),
    clear,
  };
}

function problemOf(value) {
  if (!value.isWellFormed()) return "The value holds half of a surrogate pair, which is not text. Paste it again.";
  if (value.includes("\0")) return "The value holds a NUL character, which can't be stored.";
  if (encoder.encode(value).length > MaxBytes) return "The value is longer than 65,536 bytes.";
  return null;
}

function endsWithBreak(value) {
  return /[\r\n]$/.test(value);
}

// 64 letters, so that each letter takes exactly six random bits and all are equally likely.
function randomText(length) {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => Alphabet[byte & 63]).join("");
}
