/* The queue and the case: refreshing without taking anything away, staying at a case, what was done. */
"use strict";

(() => {
  /* What was done is said once, where a page begins with its undo bar. */
  const done = document.querySelector("[data-undo] p");
  if (done) {
    const region = document.getElementById("said");
    region.classList.add("unseen");  /* the bar shows it already */
    mizan.say(done.textContent.trim());
    setTimeout(() => region.classList.remove("unseen"), 5000);
  }

  /* The queue does not refresh while a row is uncovered or a dialog is open. */
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches("[data-refresh]")) return;
    if (document.querySelector("[data-refresh] .cover[data-open], dialog[open]")) event.preventDefault();
  });

  /* A claim that was lost is told; the deeds rest. */
  document.addEventListener("htmx:responseError", (event) => {
    const alive = event.target.closest("[data-alive]");
    if (!alive || event.detail.xhr.status !== 409) return;
    mizan.say(alive.dataset.lost, 60);
    document.querySelectorAll(".decide button, .decide a").forEach((each) => each.setAttribute("aria-disabled", "true"));
    alive.remove();
  });

  /* In the queue, s leaves the chosen row to others. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-skip-row]");
    const row = document.querySelector("[data-row]:focus-within [data-row-link]") || document.querySelector("[data-row] [data-row-link]");
    if (opener && row) document.querySelector("[data-skip-form]").action = `${row.pathname}/skip`;
  }, true);

  /* One press is enough: a form that was sent is not sent again. */
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    if (event.target.hasAttribute("data-sent")) event.preventDefault();
    event.target.setAttribute("data-sent", "");
  });
  addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach((form) => form.removeAttribute("data-sent")));
})();
