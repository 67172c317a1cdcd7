/* One polite voice for all scripts: what is said here is shown and read out, then leaves. */
"use strict";

window.mizan = window.mizan || {};

(() => {
  let leaving = 0;

  mizan.say = (words, seconds = 5) => {
    const region = document.getElementById("said");
    if (!region) return;
    clearTimeout(leaving);
    region.textContent = words;
    leaving = setTimeout(() => { region.textContent = ""; }, seconds * 1000);
  };

  /* The token that Django asks for with every POST; base.html hands it to htmx on <body>. */
  mizan.token = () => JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] || "";

  mizan.post = (url, fields) => fetch(url, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { "X-CSRFToken": mizan.token() },
    credentials: "same-origin",
    keepalive: true,
  });

  /* Words of the page, which the server wrote in its language: see parts/key_list.html. */
  mizan.words = (name) => document.getElementById("key-list")?.dataset[name] || "";
})();
