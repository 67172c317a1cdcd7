/* Uncovering, per item, and telling the server so for the person's own good.
   z, or a button with data-uncover, opens what its [data-cover-scope] holds: the row that has the
   focus, the dialog, or else the page. POST shown=1 when it opens and shown=0 when it closes, to the
   data-uncover-url of the cover or of what is around it. Without a script the same button is a link. */
"use strict";

(() => {
  const COVERS = ".cover, .media";
  const scopeOf = (element) => element?.closest?.("[data-cover-scope]") || document;
  const urlOf = (cover) => cover.closest("[data-uncover-url]")?.dataset.uncoverUrl;

  const report = (covers, shown) => {
    const urls = new Set(covers.map(urlOf).filter(Boolean));
    urls.forEach((url) => mizan.post(url, { shown: shown ? "1" : "0" }).catch(() => {}));
  };

  const set = (scope, shown) => {
    const covers = [...scope.querySelectorAll(COVERS)].filter((c) => c.hasAttribute("data-open") !== shown);
    if (!covers.length) return;
    covers.forEach((cover) => {
      cover.toggleAttribute("data-open", shown);
      cover.querySelectorAll("video").forEach((video) => { video.muted = true; if (!shown) video.pause(); });
    });
    report(covers, shown);
    mizan.say(mizan.words(shown ? "shown" : "covered"));
  };

  const anyOpen = (scope) => Boolean(scope.querySelector(".cover[data-open], .media[data-open]"));

  mizan.uncover = (from, shown) => {
    const scope = scopeOf(from);
    set(scope, shown ?? !anyOpen(scope));
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-uncover]");
    if (!button || event.defaultPrevented) return;
    event.preventDefault();
    const cover = button.closest(COVERS);
    if (cover) { cover.toggleAttribute("data-open"); report([cover], cover.hasAttribute("data-open")); } else mizan.uncover(button);
  });

  addEventListener("pagehide", () => {
    const open = [...document.querySelectorAll(".cover[data-open], .media[data-open]")];
    if (open.length) report(open, false);
  });
})();
