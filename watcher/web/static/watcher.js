// Every page is complete without this file: it adds keys for those who want them, and how long ago a time was.
"use strict";
(() => {
  const find = (selector) => document.querySelector(selector);
  const follow = (selector) => find(selector)?.click();
  const go = (address) => { location.href = address; };
  const all = () => [...document.querySelectorAll("article.entry, article.finding:not(.goes-on)")];
  const current = () => all().find((one) => one.contains(document.activeElement));
  const step = (by) => {
    const some = all();
    const next = some[Math.min(some.length - 1, Math.max(0, some.indexOf(current()) + by))];
    next?.querySelector("h2, h3 a")?.focus();
  };
  const review = () => {
    const box = current()?.querySelector("input[type=checkbox]");
    if (box) box.checked = !box.checked;
    else find("#reviews select")?.focus();
  };
  const copy = async (block) => {
    try {
      await navigator.clipboard.writeText(block.textContent);
      say("The citation is copied.");
    } catch {
      getSelection().selectAllChildren(block);
      say("The citation is selected.");
    }
  };
  const cite = () => { if (find("[data-citation]")) copy(find("[data-citation]")); };
  const say = (words) => {
    const line = find("#said") || document.body.appendChild(Object.assign(document.createElement("p"), { id: "said", className: "mk" }));
    line.setAttribute("role", "status");
    line.textContent = words;
  };
  const HELP = [["j k", "next, previous change"], ["n p", "next, previous version or page"], ["1 – 8", "views of a comparison"],
    ["e", "choose for review, or write one"], ["o", "live page"], ["y", "copy the citation"], ["/", "search"],
    ["g i, g s, g d, g h", "inbox, sources, digests, health"], ["?", "this list"]];
  const isOff = () => localStorage.getItem("watcher.keys") === "off";
  const help = () => {
    const dialog = Object.assign(document.createElement("dialog"), { className: "keys" });
    const title = Object.assign(document.createElement("h2"), { textContent: "Keys" });
    const list = document.createElement("dl");
    for (const [keys, what] of HELP) {
      list.append(Object.assign(document.createElement("dt"), { textContent: keys }), Object.assign(document.createElement("dd"), { textContent: what }));
    }
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !isOff() });
    box.addEventListener("change", () => localStorage.setItem("watcher.keys", box.checked ? "on" : "off"));
    label.append(box, " single keys are on");
    const close = Object.assign(document.createElement("button"), { textContent: "Close" });
    const shut = () => { dialog.close(); dialog.remove(); }; // at once: a hidden button keeps the focus until the next frame
    close.addEventListener("click", shut);
    for (const name of ["cancel", "close"]) dialog.addEventListener(name, shut);
    dialog.append(title, list, label, document.createElement("br"), close);
    document.body.append(dialog);
    dialog.showModal();
  };
  const keys = {
    j: () => step(1), k: () => step(-1), n: () => follow("a[rel=next]"), p: () => follow("a[rel=prev]"), e: review,
    o: () => follow("[data-live]"), y: cite, "/": () => (find("input[type=search]") ? find("input[type=search]").focus() : go("/search")), "?": help,
  };
  const places = { i: "/", s: "/sources", d: "/digests", h: "/health" };
  let isGoing = false;
  document.addEventListener("keydown", (event) => {
    if (event.target.closest("input, select, textarea, dialog, [contenteditable]")) return;
    if (event.ctrlKey || event.metaKey || event.altKey || (isOff() && event.key !== "?")) return;
    const place = isGoing && places[event.key];
    isGoing = event.key === "g";
    const act = place ? () => go(place) : /^[1-8]$/.test(event.key) ? () => follow(`[data-view="${event.key}"]`) : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.querySelectorAll("article h2").forEach((heading) => heading.setAttribute("tabindex", "-1"));
  document.querySelectorAll("pre.cite").forEach((block) => {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "copy", textContent: "Copy" });
    button.addEventListener("click", () => copy(block));
    block.after(button);
  });
  const ago = (seconds) => {
    const [size, unit] = [[86400, "day"], [3600, "hour"], [60, "minute"]].find(([one]) => Math.abs(seconds) >= one) || [1, "second"];
    return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(-Math.round(seconds / size), unit);
  };
  document.querySelectorAll("time").forEach((time) => { time.title = ago((Date.now() - new Date(time.dateTime)) / 1000); });
})();
