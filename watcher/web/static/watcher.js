// Every page is complete without this file: it adds keys for those who want them.
"use strict";
(() => {
  const findings = () => [...document.querySelectorAll("article.entry, article.finding")];
  const step = (by) => {
    const all = findings();
    const at = all.findIndex((one) => one.contains(document.activeElement));
    const next = all[Math.min(all.length - 1, Math.max(0, at + by))];
    if (next) (next.querySelector("a, h2") || next).focus();
  };
  const keys = { j: () => step(1), k: () => step(-1) };
  document.querySelectorAll("article h2").forEach((heading) => heading.setAttribute("tabindex", "-1"));
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
