/* The editor of rules: numbers beside its lines, and from a fault to its place. */
"use strict";

(() => {
  const field = document.querySelector(".editor textarea");
  const gutter = document.querySelector(".editor .gutter");
  if (!field || !gutter) return;
  let shown = 0;

  const count = () => {
    const lines = field.value.split("\n").length;
    if (lines === shown) return;
    shown = lines;
    gutter.textContent = Array.from({ length: lines }, (_, place) => place + 1).join("\n");
  };
  const follow = () => { gutter.scrollTop = field.scrollTop; };

  field.addEventListener("input", count);
  field.addEventListener("scroll", follow);
  count();

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line]");
    if (!button) return;
    const lines = field.value.split("\n");
    const line = Math.min(Number(button.dataset.line), lines.length);
    const column = [...lines[line - 1]].slice(0, Number(button.dataset.column) - 1).join("").length;
    const at = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0) + column;
    field.focus();
    field.setSelectionRange(at, at);
    field.scrollTop = (line - 4) * parseFloat(getComputedStyle(field).lineHeight);
    follow();
  });
})();
