/* Due times count down: in words, in figures, and in the title of the window.
   The server's words stand until the first tick, and where Intl lacks the language. */
"use strict";

(() => {
  const SOON = 15 * 60;
  const title = document.title;
  const language = document.documentElement.lang || "en";
  const UNITS = [["day", 172800, 86400], ["hour", 3600, 3600], ["minute", 60, 60], ["second", 0, 1]];
  const twoDigits = (n) => String(n).padStart(2, "0");

  const figures = (seconds) => {
    const whole = Math.floor(Math.abs(seconds));
    const unit = whole < 3600 ? 60 : 3600;
    return `${twoDigits(Math.floor(whole / unit))}:${twoDigits(Math.floor((whole % unit) / (unit / 60)))}`;
  };

  /* The length in words, put where the server's sentence has its own: "… left", "بقي …". */
  const inWords = (seconds) => {
    const whole = Math.floor(Math.abs(seconds));
    const [unit, , size] = UNITS.find(([, from]) => whole >= from);
    return new Intl.NumberFormat(`${language}-u-nu-latn`, { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(whole / size));
  };

  const sentence = (clock, seconds) => {
    const pattern = seconds < 0 ? clock.dataset.overdue : clock.dataset.left;
    return pattern ? pattern.replace("%s", inWords(seconds)) : null;
  };

  const show = (clock) => {
    const seconds = (Date.parse(clock.getAttribute("datetime")) - Date.now()) / 1000;
    if (clock.hasAttribute("data-window") && seconds <= 0) {
      clock.closest("[data-undo]")?.remove();
      return;
    }
    const legal = clock.hasAttribute("data-legal");
    clock.dataset.state = seconds < 0 ? "late" : legal ? "legal" : seconds < SOON ? "soon" : "calm";
    const words = clock.querySelector("[data-words]");
    const said = sentence(clock, seconds);
    if (words && said && words.textContent !== said) words.textContent = said;
    clock.querySelector("[data-figures]").textContent = figures(seconds);
    if (clock.hasAttribute("data-title")) document.title = `${seconds < 0 ? "−" : ""}${figures(seconds)} · ${title}`;
  };

  const tick = () => document.querySelectorAll("[data-clock]").forEach(show);

  tick();
  setInterval(tick, 1000);
  document.addEventListener("htmx:afterSwap", tick);
})();
