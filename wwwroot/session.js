// Monitors the session of this page. Only input renews it: requests by the page itself only read the remaining time. Before the session
// ends, every tab shows a warning.
import { saveDraft, clearDrafts } from "./draft.js";
import { shouldStay, allowUnload } from "./unsaved.js";

const Minute = 60_000,
  IdleWarningTime = 2 * Minute,
  EndWarningTime = 5 * Minute,
  MinInterval = 30_000;
const InputEvents = ["keydown", "pointerdown", "touchstart", "wheel", "click", "input"];
const member = document.body.dataset.member;
const tabs = member && "BroadcastChannel" in window ? new BroadcastChannel("secrets-dashboard-session") : null;
let idleEnds = Infinity,
  fullEnds = Infinity,
  renewed = 0,
  lastRequest = 0,
  hasEnded = false,
  isRenewing = false,
  isEndWarningDismissed = false,
  isSigningOut = false,
  reason = null,
  lastAnnounced = Infinity;

/** Opens the sign-in page, which returns here; the input is kept in this tab. */
export function signInAgain(note) {
  if (hasEnded) return;
  hasEnded = true;
  saveDraft();
  allowUnload();
  const to = new URL("login", document.baseURI);
  to.searchParams.set("note", isSigningOut ? "signed-out" : (reason ?? note));
  if (!isSigningOut) to.searchParams.set("returnUrl", location.pathname + location.search);
  location.assign(to);
}

async function requestSession(method) {
  const at = (lastRequest = Date.now());
  isRenewing ||= method === "POST";
  try {
    const response = await fetch(new URL("session", document.baseURI), {
      method,
      cache: "no-store",
      headers: method === "POST" ? { "Secrets-Dashboard-Input": "1" } : {},
    });
    if (response.status === 401) {
      const { reason } = await response.json();
      signInAgain(reason !== "ended" ? reason : at >= fullEnds - 2000 ? "expired" : at >= idleEnds - 2000 ? "idle" : "ended");
    } else if (response.ok) {
      const remaining = await response.json();
      isRenewing &&= method !== "POST";
      const times = { member, idleEnds: at + remaining.idle, fullEnds: at + remaining.absolute, renewed };
      applyTimes(times);
      tabs?.postMessage(times);
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

function applyTimes(times) {
  if (times.member !== member) return;
  if (times.signedOut) {
    clearDrafts();
    return;
  }
  ({ idleEnds, fullEnds } = times);
  renewed = Math.max(renewed, times.renewed);
  checkTimes();
}

function onInput(event) {
  if (!event.isTrusted || hasEnded) return;
  const now = Date.now(),
    isWarned = document.getElementById("session-idle").open;
  if (isRenewing || (now - renewed <= Minute && !isWarned)) return;
  renewed = now;
  requestSession("POST");
}

function checkTimes() {
  if (hasEnded) return;
  const now = Date.now(),
    idle = idleEnds - now,
    full = fullEnds - now;
  const isNear = idle <= IdleWarningTime || full <= EndWarningTime;
  // Another tab or window of this session may have renewed it.
  if (isNear && now - lastRequest > (Math.min(idle, full) <= 0 ? 5000 : MinInterval)) {
    requestSession("GET");
    return;
  }
  showIdleWarning(idle <= IdleWarningTime && idle < full, idle);
  showEndWarning(full <= EndWarningTime && idle >= full && !isEndWarningDismissed, full);
}

function showIdleWarning(isDue, left) {
  const dialog = document.getElementById("session-idle");
  if (!isDue) {
    if (dialog.open) dialog.close();
    lastAnnounced = Infinity;
    return;
  }
  dialog.querySelector("[data-left]").textContent = formatDuration(left);
  if (!dialog.open && !isRenewing) dialog.showModal();
  // Screen readers don't announce the countdown itself: every second, it would drown out everything else.
  const threshold = [10, 30, 60].find((seconds) => left <= seconds * 1000);
  if (threshold < lastAnnounced) {
    dialog.querySelector("[data-said]").textContent = `Your session ends in ${formatDuration(left)}.`;
    lastAnnounced = threshold;
  }
}

function showEndWarning(isDue, left) {
  const warning = document.getElementById("session-end");
  if (!isDue) {
    if (warning.matches(":popover-open")) warning.hidePopover();
    return;
  }
  warning.querySelector("[data-left]").textContent = formatDuration(left);
  if (!warning.matches(":popover-open")) warning.showPopover();
}

function formatDuration(left) {
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
async function endSession() {
  reason = "expired"; // The server may report the end to the page before this response arrives.
  try {
    await fetch(signOutForm().action, { method: "POST", body: new URLSearchParams(new FormData(signOutForm())), redirect: "manual" });
  } catch {
    return;
  } // No connection: signing in isn't possible either.
  signInAgain(reason);
}

function onClick({ target }) {
  if (target.closest?.("[data-sign-out]")) {
    document.getElementById("session-idle").close();
    signOutForm().requestSubmit();
  } else if (target.closest?.("[data-stay-signed-in]")) document.getElementById("session-idle").close();
  else if (target.closest?.("[data-sign-in-again]")) endSession();
  else if (target.closest?.("#session-end [data-close-warning]")) {
    isEndWarningDismissed = true;
    document.getElementById("session-end").hidePopover();
  }
}

// Signing out is a native form: unsaved input requires a confirmation, and the drafts are deleted in every tab.
async function onSubmit(event) {
  if (!event.target.matches("form[action$='logout']")) return;
  const form = event.target;
  event.preventDefault();
  if (await shouldStay()) return;
  allowUnload();
  isSigningOut = true;
  clearDrafts();
  tabs?.postMessage({ member, signedOut: true });
  form.submit();
}

export function watchSession() {
  document.addEventListener("submit", onSubmit);
  if (!member) return;
  tabs?.addEventListener("message", (event) => applyTimes(event.data));
  for (const kind of InputEvents) document.addEventListener(kind, onInput, { capture: true, passive: true });
  document.addEventListener("click", onClick);
  for (const kind of ["focus", "online", "pageshow"])
    addEventListener(kind, () => {
      if (!hasEnded) requestSession("GET");
    });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !hasEnded) requestSession("GET");
  });
  setInterval(checkTimes, 1000);
  // Opening the page by a bookmark or the address bar is input as well, although no script sees the key.
  renewed = Date.now();
  requestSession("POST");
}
