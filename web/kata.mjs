// Makes an editor of each <div class="kata" data-slug="...">. A page without one loads no more than this.

const BARE = ".kata[data-slug]:not([data-ready])";

async function page() {
  if (!document.querySelector(BARE)) return;
  const editor = globalThis.WebAssembly && await import("./editor.mjs").catch(() => null);
  document.querySelectorAll(BARE).forEach(editor?.dress ?? tell);
}

/** Without WebAssembly or the editor's file: show what a page without scripts shows, the command to type. */
function tell(place) {
  place.dataset.ready = "yes";
  const says = document.createElement("div");
  says.innerHTML = place.querySelector("noscript").textContent; // the site's own words
  place.querySelector("noscript").replaceWith(says);
}

// Material announces each page, also one that arrives without a reload: Python goes on running then.
if (window.document$) window.document$.subscribe(page);
else page();
