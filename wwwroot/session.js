// Monitors the session of this page. Only input renews it: requests by the page itself only read the remaining time. Before the session
// ends, every tab shows a warning.
import { saveDraft, clearDrafts } from "./draft.js";
import { stays, letGo } from "./unsaved.js";

const Minute = 60_000,
  WarnOfIdle = 2 * Minute,
  WarnOfEnd = 5 * Minute,
  Fresh = 30_000;
const Input = ["keydown", "pointerdown", "touchstart", "wheel", "click", "input"];
const member = document.body.dataset.member;
const tabs = member && "BroadcastChannel" in window ? new BroadcastChannel("secrets-dashboard-session") : null;
let idleEnds = Infinity,
  fullEnds = Infinity,
  renewed = 0,
  asked = 0,
  isOver = false,
  isRenewing = false,
  isPutOff = false,
  signsOut = false,
  reason = null,
  said = Infinity;

/** Opens the sign-in page, which returns here; the input is kept in this tab. */
export function signInAgain(note) {
  if (isOver) return;
  isOver = true;
  saveDraft();
  letGo();
  const to = new URL("login", document.baseURI);
  to.searchParams.set("note", signsOut ? "signed-out" : (reason ?? note));
  if (!signsOut) to.searchParams.set("returnUrl", location.pathname + location.search);
  location.assign(to);
}

async function ask(method) {
  const at = (asked = Date.now());
  isRenewing ||= method === "POST";
  try {
    const answer = await fetch(new URL("session", document.baseURI), {
      method,
      cache: "no-store",
      headers: method === "POST" ? { "Secrets-Dashboard-Input": "1" } : {},
    });
    if (answer.status === 401) {
      const { reason } = await answer.json();
      signInAgain(reason !== "ended" ? reason : at >= fullEnds - 2000 ? "expired" : at >= idleEnds - 2000 ? "idle" : "ended");
    } else if (answer.ok) {
      const life = await answer.json();
      isRenewing &&= method !== "POST";
      const news = { member, idleEnds: at + life.idle, fullEnds: at + life.absolute, renewed };
      hear(news);
      tabs?.postMessage(news);
      return;
    }
  } catch {
    /* No connection: the last known times still apply. */
  }
  if (method === "POST") {
    isRenewing = false;
    renewed = Date.now() - Minute + 5000; // Retried by the next input, at most every 5 seconds.
  }
}

function hear(news) {
  if (news.member !== member) return;
  if (news.signedOut) {
    clearDrafts();
    return;
  }
  ({ idleEnds, fullEnds } = news);
  renewed = Math.max(renewed, news.renewed);
  look();
}

function input(event) {
  if (!event.isTrusted || isOver) return;
  const now = Date.now(),
    isWarned = document.getElementById("session-idle").open;
  if (isRenewing || (now - renewed <= Minute && !isWarned)) return;
  renewed = now;
  ask("POST");
}

function look() {
  if (isOver) return;
  const now = Date.now(),
    idle = idleEnds - now,
    full = fullEnds - now;
  const isNear = idle <= WarnOfIdle || full <= WarnOfEnd;
  // Another tab or window of this session may have renewed it.
  if (isNear && now - asked > (Math.min(idle, full) <= 0 ? 5000 : Fresh)) {
    ask("GET");
    return;
  }
  warnOfIdle(idle <= WarnOfIdle && idle < full, idle);
  warnOfEnd(full <= WarnOfEnd && idle >= full && !isPutOff, full);
}

function warnOfIdle(isDue, left) {
  const dialog = document.getElementById("session-idle");
  if (!isDue) {
    if (dialog.open) dialog.close();
    said = Infinity;
    return;
  }
  dialog.querySelector("[data-left]").textContent = words(left);
  if (!dialog.open && !isRenewing) dialog.showModal();
  // Screen readers don't announce the countdown itself: every second, it would drown out everything else.
  const mark = [10, 30, 60].find((seconds) => left <= seconds * 1000);
  if (mark < said) {
    dialog.querySelector("[data-said]").textContent = `Your session ends in ${words(left)}.`;
    said = mark;
  }
}

function warnOfEnd(isDue, left) {
  const word = document.getElementById("session-end");
  if (!isDue) {
    if (word.matches(":popover-open")) word.hidePopover();
    return;
  }
  word.querySelector("[data-left]").textContent = words(left);
  if (!word.matches(":popover-open")) word.showPopover();
}

function words(left) {
  const seconds = Math.max(0, Math.ceil(left / 1000)),
    minutes = Math.floor(seconds / 60),
    rest = seconds % 60;
  const count = (n, unit) => `${n} ${unit}${n === 1 ? "" : "s"}`;
  return minutes === 0
    ? count(rest, "second")
    : rest === 0
      ? count(minutes, "minute")
      : `${count(minutes, "minute")} ${count(rest, "second")}`;
}

const signOutForm = () => document.querySelector("form[action$='logout']");

/** Ends this session early, to start a new one on the same page. */
async function beginAnew() {
  reason = "expired"; // The server may report the end to the page before this response arrives.
  try {
    await fetch(signOutForm().action, { method: "POST", body: new URLSearchParams(new FormData(signOutForm())), redirect: "manual" });
  } catch {
    return;
  } // No connection: signing in isn't possible either.
  signInAgain(reason);
}

function clicked({ target }) {
  if (target.closest?.("[data-sign-out]")) {
    document.getElementById("session-idle").close();
    signOutForm().requestSubmit();
  } else if (target.closest?.("[data-stay-signed-in]")) document.getElementById("session-idle").close();
  else if (target.closest?.("[data-sign-in-again]")) beginAnew();
  else if (target.closest?.("#session-end [data-close-word]")) {
    isPutOff = true;
    document.getElementById("session-end").hidePopover();
  }
}

// Signing out is a native form: unsaved input requires a confirmation, and the drafts are deleted in every tab.
async function submitted(event) {
  if (!event.target.matches("form[action$='logout']")) return;
  const form = event.target;
  event.preventDefault();
  if (await stays()) return;
  letGo();
  signsOut = true;
  clearDrafts();
  tabs?.postMessage({ member, signedOut: true });
  form.submit();
}

export function watchSession() {
  document.addEventListener("submit", submitted);
  if (!member) return;
  tabs?.addEventListener("message", (event) => hear(event.data));
  for (const kind of Input) document.addEventListener(kind, input, { capture: true, passive: true });
  document.addEventListener("click", clicked);
  for (const kind of ["focus", "online", "pageshow"])
    addEventListener(kind, () => {
      if (!isOver) ask("GET");
    });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !isOver) ask("GET");
  });
  setInterval(look, 1000);
  // Opening the page by a bookmark or the address bar is input as well, although no script sees the key.
  renewed = Date.now();
  ask("POST");
}
