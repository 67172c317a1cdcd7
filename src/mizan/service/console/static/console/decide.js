/* The sheet of a decision that takes something away: a field at a time, each choice by its digit.

   data-deed="remove"     opens the sheet for that kind
   [data-step]            a field; the current one has the digits as its keys (data-digit -> data-key)
   [data-must]            a field that must be said before the decision; they are asked in order
   data-goto="STEP"       leads to a field
   Enter goes on to what is still to say, and decides when nothing is. */
"use strict";

(() => {
  const sheet = document.getElementById("sheet");
  const form = sheet?.querySelector("[data-sheet]");
  if (!form) return;
  const steps = [...form.querySelectorAll("[data-step]")];
  const must = steps.filter((step) => step.hasAttribute("data-must"));
  const stepOf = (name) => steps.find((step) => step.dataset.step === name);
  const titleOf = (kind) => [...form.querySelectorAll("[data-title-of]")].find((each) => each.dataset.titleOf === kind);
  const note = form.querySelector("[data-note]");

  const goTo = (step) => {
    steps.forEach((each) => {
      const now = each === step;
      each.toggleAttribute("data-current", now);
      each.querySelectorAll("[data-digit]").forEach((choice) => {
        if (now) choice.dataset.key = choice.dataset.digit; else delete choice.dataset.key;
      });
    });
    step.closest("details")?.setAttribute("open", "");
    (step.querySelector("input:checked") || step.querySelector("input"))?.focus();
    step.scrollIntoView({ block: "nearest" });
  };

  const considered = () => [...form.querySelectorAll("[name=exclusions]:checked")].some((each) => each.value !== "none_found");
  const wakeNote = () => note.toggleAttribute("data-asleep", !considered());
  const noteMissing = () => considered() && !form.elements.note.value.trim();

  const named = () => form.querySelector("[name=labels]:checked, [name=content_types]:checked");
  const missing = () => must.find((step) => !step.querySelector("input:checked")) || (named() ? undefined : stepOf("content_types"));

  /* After a choice: to the next thing that is not said, at last to the clause, which Enter confirms. */
  const onward = (from) => {
    const next = missing();
    if (next) goTo(next);
    else if (noteMissing()) form.elements.note.focus();
    else if (from?.dataset.step !== "clause") goTo(stepOf("clause"));
  };

  const ready = () => {
    const next = missing();
    if (next) {
      goTo(next);
      mizan.say(`${sheet.dataset.missing} ${next.querySelector("legend").textContent.trim()}`);
    } else if (noteMissing()) form.elements.note.focus();
    return !next && !noteMissing();
  };

  const types = (reason) => {
    const implied = (reason?.closest("label").dataset.types || "").split(" ");
    form.querySelectorAll("[name=content_types]").forEach((each) => { each.checked = implied.includes(each.value); });
  };

  const changed = (input) => {
    if (input.name === "exclusions" && input.checked) {
      form.querySelectorAll("[name=exclusions]").forEach((each) => {
        if ((each.value === "none_found") !== (input.value === "none_found")) each.checked = false;
      });
    }
    if (input.name === "exclusions") wakeNote();
    if (input.name === "reason") types(input);
  };

  /* At once, so that the next key of a quick hand already counts for the next field. */
  const choose = (input) => {
    input.checked = input.type === "radio" || !input.checked;
    changed(input);
    if (input.type === "radio" || input.name === "content_types" || (input.value === "none_found" && input.checked)) onward(input.closest("[data-step]"));
  };

  const offer = (kind) => {
    form.querySelectorAll("[data-kinds]").forEach((label) => {
      const fits = label.dataset.kinds.split(" ").includes(kind);
      label.hidden = !fits;
      if (!fits) label.querySelector("input").checked = false;
    });
  };

  const open = (kind) => {
    if (form.elements.kind.value !== kind || !form.querySelector("[name=reason]:checked")) {
      const reason = form.querySelector(`[name=reason][value="${CSS.escape(titleOf(kind).dataset.reason)}"]`);
      if (reason) { reason.checked = true; types(reason); }
    }
    form.elements.kind.value = kind;
    form.querySelectorAll("[data-title-of]").forEach((each) => { each.hidden = each.dataset.titleOf !== kind; });
    offer(kind);
    wakeNote();
    if (sheet.open) sheet.close();
    sheet.showModal();
    goTo(missing() || stepOf("clause"));
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-deed]");
    if (!link) return;
    event.preventDefault();
    open(link.dataset.deed);
  });

  form.addEventListener("click", (event) => {
    const leads = event.target.closest("[data-goto]");
    if (leads) { goTo(stepOf(leads.dataset.goto)); return; }
    const choice = event.target.closest("[data-digit]");
    if (choice && event.target.tagName !== "INPUT") { event.preventDefault(); choose(choice.querySelector("input")); }
  });

  form.addEventListener("change", (event) => changed(event.target));

  form.addEventListener("keydown", (event) => {
    const writing = event.target.tagName === "TEXTAREA";
    if (writing && event.key === "Escape") { event.preventDefault(); event.stopPropagation(); goTo(stepOf("clause")); return; }
    if (event.key !== "Enter" || event.isComposing || event.target.tagName === "BUTTON" || event.target.tagName === "SUMMARY") return;
    if (writing && !event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (ready()) form.requestSubmit(form.querySelector(".button.primary"));
  });

  form.addEventListener("submit", (event) => {
    if (event.submitter?.formMethod === "dialog") return;
    if (!ready()) event.preventDefault();
  });

  offer(form.elements.kind.value);
  if (sheet.hasAttribute("open")) open(form.elements.kind.value);
})();
