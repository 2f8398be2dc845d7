// Opens the tab that the address names, or that holds what it names. The pages are whole without it.
"use strict";

function namedByAddress() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    return null; // a hash that is no encoded text
  }
}

function openTab() {
  const target = namedByAddress();
  if (!target) return;
  const panel = target.matches(".sd-tab-label")
    ? target.nextElementSibling
    : target.closest(".sd-tab-content");
  if (!panel) return;
  const label = panel.previousElementSibling;
  label.previousElementSibling.checked = true;
  target.scrollIntoView();
}

openTab();
addEventListener("hashchange", openTab);
// A link to the address that is already shown changes no hash, but its tab may have been left.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && link.hash && link.href === location.href) setTimeout(openTab);
});
