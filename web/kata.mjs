// Makes an editor of each <div class="kata" data-slug="...">. A page without one loads no more than this.

async function page() {
  if (!document.querySelector(".kata[data-slug]:not([data-ready])")) return;
  const { dress } = await import("./editor.mjs");
  document.querySelectorAll(".kata[data-slug]:not([data-ready])").forEach(dress);
}

// Material announces each page, also one that arrives without a reload: Python goes on running then.
if (window.document$) window.document$.subscribe(page);
else page();
