// What sphinx-design's script leaves out, the place in the navigation, and copying. The pages are whole without either.
"use strict";

// It opens the tab that the address names when the address changes. A link to the address that is
// already shown changes nothing, though its tab may have been left since.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[href]");
  if (link && link.hash && link.href === location.href) {
    setTimeout(() => dispatchEvent(new HashChangeEvent("hashchange")));
  }
});

// A long navigation is shown from the place of this page.
const navigation = document.querySelector(".sidebar-scroll");
const here = navigation?.querySelector(".current-page > .reference");
if (here) {
  const below = here.getBoundingClientRect().bottom - navigation.getBoundingClientRect().bottom;
  // The switch of the theme, which comes later, takes some room below the navigation.
  if (below > -60) navigation.scrollBy({ top: below + navigation.clientHeight / 2, behavior: "instant" });
}

// The link to a claim copies its address; next to it is how to cite the claim. What was
// copied is shown and said, until the reader goes on; where nothing may be copied, to copy by hand.
const told = document.createElement("p");
told.className = "told";
told.setAttribute("role", "status");
if (document.querySelector(".claim-link")) document.body.append(told);

async function copy(name, text) {
  let said = `${name} copied`;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    said = `${name}, to be copied by hand`;
  }
  told.textContent = `${said}: ${text}`;
}

function citation(claim, address) {
  const sentence = claim.querySelector(".claim-text").textContent.replace(/\s+/g, " ").trim();
  const handbook = document.querySelector("[data-cite]").dataset.cite;
  return `“${sentence}” In: ${handbook}. Claim ${claim.id.replace("claim-", "")}. ${address}`;
}

for (const link of document.querySelectorAll(".claim-link")) {
  const claim = link.closest(".claim");
  link.textContent = "Copy link";
  link.setAttribute("aria-label", "Copy link to this claim");
  link.addEventListener("click", (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      copy("Link", link.href);
    }
  });
  const cite = document.createElement("button");
  cite.type = "button";
  cite.textContent = "Cite";
  cite.setAttribute("aria-label", "Cite this claim");
  cite.addEventListener("click", () => copy("Citation", citation(claim, link.href)));
  link.after(cite);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") told.textContent = "";
});
document.addEventListener("pointerdown", (event) => {
  if (!told.contains(event.target)) told.textContent = "";
});
