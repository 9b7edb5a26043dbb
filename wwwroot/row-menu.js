// Positions a row's menu under its button, handles its keys, and returns the focus.
let button = null;
let isRegistered = false;

export function rememberMenuButton(clicked) {
  button = clicked ?? button;
}

export function registerMenuEvent() {
  if (isRegistered || !window.Blazor) return;
  isRegistered = true;
  Blazor.registerCustomEventType("rowmenuclose", { createEventArgs: () => ({}) });
}

export function openRowMenu(menu) {
  if (!menu) return; // It was closed before it was shown.
  const anchor = button;
  menu.showPopover();
  positionMenu(menu, anchor);
  anchor?.setAttribute("aria-expanded", "true");
  items(menu)[0]?.focus();
  menu.addEventListener("keydown", (event) => onKeyDown(event, menu));
  menu.addEventListener("toggle", (event) => {
    if (event.newState === "closed") onClose(menu, anchor);
  });
}

function items(menu) {
  return [...menu.querySelectorAll("[role=menuitem]")];
}

function positionMenu(menu, anchor) {
  const buttonBox = anchor?.getBoundingClientRect();
  if (!buttonBox) return;
  const size = menu.getBoundingClientRect();
  const below = buttonBox.bottom + 4 + size.height <= innerHeight;
  menu.style.top = `${Math.max(8, below ? buttonBox.bottom + 4 : buttonBox.top - 4 - size.height)}px`;
  menu.style.left = `${Math.max(8, Math.min(buttonBox.right - size.width, innerWidth - size.width - 8))}px`;
}

function onKeyDown(event, menu) {
  const all = items(menu);
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    all[(to + all.length) % all.length]?.focus();
  } else if (event.key === "Tab") {
    menu.hidePopover();
  } else if (event.key === "Escape") {
    event.preventDefault();
    event.stopPropagation();
    menu.hidePopover();
  } else if (event.key.length === 1) {
    all.find((item) => item.textContent.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  }
}

function onClose(menu, anchor) {
  anchor?.removeAttribute("aria-expanded");
  if (anchor?.isConnected && (document.activeElement === document.body || menu.contains(document.activeElement))) anchor.focus();
  menu.dispatchEvent(new CustomEvent("rowmenuclose", { bubbles: true }));
}
