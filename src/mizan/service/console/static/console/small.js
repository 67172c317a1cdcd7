/* Small helps: copying, dialogs opened by a button, and lighting a finding where it stands. */
"use strict";

(() => {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    event.preventDefault();
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      mizan.say(button.dataset.done || "✓");
    } catch {
      mizan.say(button.dataset.failed || "✗");
    }
  });
  if (navigator.clipboard) document.querySelectorAll("[data-copy][hidden]").forEach((each) => { each.hidden = false; });

  const light = (event, on) => {
    const key = event.target.closest?.("[data-lights]")?.dataset.lights;
    if (!key) return;
    document.querySelectorAll(`mark[data-finding~="${CSS.escape(key)}"]`).forEach((mark) => mark.toggleAttribute("data-lit", on));
  };
  ["mouseover", "focusin"].forEach((kind) => document.addEventListener(kind, (event) => light(event, true)));
  ["mouseout", "focusout"].forEach((kind) => document.addEventListener(kind, (event) => light(event, false)));

  /* An open menu closes when one turns elsewhere. */
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
})();
