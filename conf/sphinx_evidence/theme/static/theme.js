// Before the page is painted: the colours chosen earlier, else those of the device.
"use strict";
try {
  document.body.dataset.theme = localStorage.getItem("theme") || "auto";
} catch {
  document.body.dataset.theme = "auto";
}
