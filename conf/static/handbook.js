// What sphinx-design's script leaves out. The pages are whole without either.
"use strict";

// It opens the tab that the address names when the address changes. A link to the address that is
// already shown changes nothing, though its tab may have been left since.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && link.hash && link.href === location.href) {
    setTimeout(() => dispatchEvent(new HashChangeEvent("hashchange")));
  }
});
