/* Single keys, by their place on the keyboard (event.code), so that an Arabic layout has them too.

   data-key="Digit1"      on a button or link: the key presses it
   data-shift             the key counts only with Shift
   data-twice             asks for a second press within 5 s (a threat to life)
   data-opens="ID"        opens that dialog instead
   data-focuses="ID"      puts the cursor into that field instead
   data-rows              on a list or table: j and k move through [data-row], Enter opens its link
   <html data-keys="off"> rests all keys; data-key-map='{"KeyX": "KeyZ"}' lets x do what z does.
   Keys rest while one writes in a field, with Ctrl, Alt or Meta, and behind an open dialog. */
"use strict";

(() => {
  const root = document.documentElement;
  const WITHIN = 5000;
  const UNCOVER = "KeyZ";
  let asked = null;
  let held = false;

  const off = () => root.dataset.keys === "off";
  const map = () => { try { return JSON.parse(root.dataset.keyMap || "{}"); } catch { return {}; } };
  const codeOf = (event) => {
    const remap = map();
    if (remap[event.code]) return remap[event.code];
    return Object.values(remap).includes(event.code) ? "" : event.code;  /* moved elsewhere */
  };

  const FIELDS = "input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])";
  const writing = (event) => event.isComposing || Boolean(event.target.closest?.(FIELDS));
  const rests = (event) => off() || event.ctrlKey || event.altKey || event.metaKey || writing(event);

  const seen = (element) => element.checkVisibility ? element.checkVisibility() : element.offsetParent !== null;
  const usable = (element) => !element.disabled && element.getAttribute("aria-disabled") !== "true" && seen(element);
  const layer = () => document.querySelector("dialog[open]") || document;
  const target = (code, shift) => {
    const all = [...layer().querySelectorAll(`[data-key="${CSS.escape(code)}"]`)];
    return all.find((e) => usable(e) && e.hasAttribute("data-shift") === shift);
  };

  const forget = (lapsed) => {
    if (!asked) return;
    clearTimeout(asked.timer);
    asked.element.removeAttribute("data-asked");
    asked = null;
    if (lapsed) mizan.say(mizan.words("lapsed"));
  };

  const labelOf = (element) => {
    const copy = element.cloneNode(true);
    copy.querySelectorAll("kbd, svg").forEach((each) => each.remove());
    return (element.dataset.keyLabel || element.getAttribute("aria-label") || copy.textContent).trim().replace(/\s+/g, " ");
  };

  const nameOf = (element) => element.querySelector("kbd")?.textContent || element.dataset.key.replace(/^(Key|Digit)/, "");

  /* Returns whether the press counts: at once, or as the second of two. */
  const confirmed = (element) => {
    if (!element.hasAttribute("data-twice")) { forget(false); return true; }
    if (asked?.element === element) { forget(false); return true; }
    forget(false);
    asked = { element, timer: setTimeout(() => forget(true), WITHIN) };
    element.setAttribute("data-asked", "");
    const words = mizan.words("confirm").replace("{key}", nameOf(element)).replace("{label}", labelOf(element));
    mizan.say(words, WITHIN / 1000);
    return false;
  };

  const press = (element) => {
    if (element.dataset.focuses) { document.getElementById(element.dataset.focuses)?.focus(); return; }
    if (!confirmed(element)) return;
    pressing = true;
    element.click();
    pressing = false;
  };
  let pressing = false;

  /* The pointer asks twice as well. */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-opens]");
    if (opener) { event.preventDefault(); open(opener.dataset.opens); return; }
    const element = event.target.closest("[data-twice]");
    if (element && !pressing && !confirmed(element)) { event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);

  const list = () => {
    const place = document.querySelector("[data-key-list]");
    if (!place) return;
    place.replaceChildren();
    const known = new Set();
    document.querySelectorAll("[data-key]").forEach((element) => {
      const name = nameOf(element);
      if (known.has(name) || !usable(element)) return;
      known.add(name);
      const term = document.createElement("dt");
      const key = document.createElement("kbd");
      const meaning = document.createElement("dd");
      key.textContent = name;
      meaning.textContent = labelOf(element);
      term.append(key);
      place.append(term, meaning);
    });
  };

  const open = (id) => {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return;
    if (id === "key-list") list();
    dialog.showModal();
  };

  const rowsOf = () => [...document.querySelectorAll("[data-rows] [data-row]")].filter(seen);
  const move = (step) => {
    const rows = rowsOf();
    if (!rows.length) return false;
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[at < 0 ? (step > 0 ? 0 : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, at + step))];
    (next.querySelector("[data-row-link]") || next).focus();
    next.scrollIntoView({ block: "nearest" });
    return true;
  };

  const act = (code, event) => {
    if (code === UNCOVER && document.querySelector(".cover, .media")) {
      if (root.hasAttribute("data-hold")) { held = true; mizan.uncover(document.activeElement, true); } else mizan.uncover(document.activeElement);
      return true;
    }
    if (layer() === document && code === "KeyJ") return move(1);
    if (layer() === document && code === "KeyK") return move(-1);
    const element = target(code, event.shiftKey);
    if (element) press(element);
    return Boolean(element);
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.repeat || rests(event)) return;
    if (event.code === "Escape") { forget(true); return; }
    const code = codeOf(event);
    if (code && act(code, event)) event.preventDefault();
  });
  document.addEventListener("keyup", (event) => {
    if (held && codeOf(event) === UNCOVER) { held = false; mizan.uncover(document.activeElement, false); }
  });
  addEventListener("blur", () => { if (held) { held = false; mizan.uncover(document.activeElement, false); } });

  if (!off()) document.querySelectorAll("[data-opens][hidden]").forEach((each) => { each.hidden = false; });
})();
