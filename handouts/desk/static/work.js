// The editor for content owners works without this. With it: line numbers, checking and pages while somebody types.
"use strict";

(() => {
  const form = document.getElementById("editor");
  if (!form) return;
  const text = form.dataset;
  const area = form.elements.text;
  const numbers = form.querySelector("[data-numbers]");
  const at = form.querySelector("[data-at]");
  const told = document.querySelector("[data-told]");
  const list = document.querySelector("[data-found]");
  const pane = document.querySelector("[data-draft-pane]");
  const handout = document.querySelector("[data-handout]");
  const most = 3000;  // lines that get a number
  const sizes = [50, 75, 100, 150, 200];  // dots per inch that the server draws
  let sent = area.value;  // as it was when the page came
  let leaving = false;
  let page = 0;  // the page that shows this text

  const after = (milliseconds, work) => {
    let timer = 0;
    return () => {
      clearTimeout(timer);
      timer = setTimeout(work, milliseconds);
    };
  };
  const made = (name, kind, words) => {
    const element = document.createElement(name);
    if (kind) element.className = kind;
    if (words !== undefined) element.textContent = words;
    return element;
  };
  // One question at a time, and then the newest: who types on must not keep the server busy with texts of before.
  const inTurn = (work) => {
    let busy = false;
    let again = false;
    return async () => {
      again = true;
      if (busy) return;
      busy = true;
      while (again) {
        again = false;
        await work().catch((problem) => {
          told.textContent = problem.message === text.textLate ? text.textLate : text.textFailed;
        });
      }
      busy = false;
    };
  };
  const ask = async (address, more) => {
    const body = new FormData(form);
    for (const [name, value] of Object.entries(more)) body.set(name, value);
    const answer = await fetch(address, { method: "POST", body, cache: "no-store" });
    if (answer.status === 403) throw new Error(text.textLate);
    if (!answer.ok) throw new Error(text.textFailed);
    return answer.json();
  };

  // --- the text ---------------------------------------------------------------------------------------------------

  // Each line again, unseen, as wide as it is in the field: so its number stands where the line begins.
  let lines = [];
  const count = () => {
    const now = area.value.split("\n");
    numbers.hidden = now.length > most;
    if (numbers.hidden) return;
    while (numbers.children.length > now.length) numbers.lastElementChild.remove();
    now.forEach((line, index) => {
      if (line === lines[index] && numbers.children[index]) return;
      const row = numbers.children[index] || numbers.appendChild(made("div"));
      row.replaceChildren(made("span", "", line || "\u200b"));
    });
    lines = now;
    scrolled();
  };
  const scrolled = () => { numbers.scrollTop = area.scrollTop; };
  const fit = () => { numbers.style.setProperty("--wide", `${area.clientWidth}px`); scrolled(); };
  new ResizeObserver(fit).observe(area);
  const place = () => {
    const line = area.value.slice(0, area.selectionStart).split("\n").length;
    at.textContent = text.textLine.replace("#", line);
    form.elements.line.value = line;
  };
  const go = (line) => {
    const before = area.value.split("\n").slice(0, line - 1).join("\n");
    const start = before.length + (line > 1 ? 1 : 0);
    const end = area.value.indexOf("\n", start);
    area.focus();
    area.setSelectionRange(start, end < 0 ? area.value.length : end);
    const row = numbers.children[line - 1];
    if (row && !numbers.hidden) area.scrollTop = Math.max(0, row.offsetTop - area.clientHeight / 4);
    place();
  };

  // --- checking ---------------------------------------------------------------------------------------------------

  const check = inTurn(async () => {
    told.textContent = text.textChecking;
    const found = await ask(text.try, {});
    told.textContent = found.outdated ? text.textOutdated : found.stops ? text.textStops : found.asks ? text.textAsks
      : found.findings.length ? "" : text.textClean;
    list.replaceChildren(shown(found.findings));
  });
  const shown = (findings) => {
    const all = made("ul", "findings");
    const named = { error: text.textError, warning: text.textWarning, note: text.textNote };
    for (const finding of findings) {
      const item = all.appendChild(made("li", finding.severity));
      const said = item.appendChild(made("p", "said"));
      said.append(made("span", `severity ${finding.severity}`, named[finding.severity]), " ");
      if (finding.new) said.append(made("span", "fresh", text.textNew), " ");
      const words = said.appendChild(made("span", "", finding.message));
      words.lang = "en";
      words.dir = "auto";
      if (finding.hint) {
        const hint = item.appendChild(made("p", "hint", finding.hint));
        hint.lang = "en";
        hint.dir = "auto";
      }
      const where = item.appendChild(made("p", "place"));
      if (finding.path === form.elements.path.value && finding.line) {
        const button = where.appendChild(made("button", "quiet line", text.textPlace.replace("#", finding.line)));
        button.type = "button";
        button.addEventListener("click", () => go(finding.line));
      } else if (finding.path) {
        const named = `${finding.path}:${finding.line}:${finding.column}`;
        const link = where.appendChild(made(finding.href ? "a" : "span", "", named));
        if (finding.href) link.href = finding.href;
      }
    }
    return all;
  };

  // --- pages ------------------------------------------------------------------------------------------------------

  const preview = inTurn(async () => {
    if (!handout) return;
    const picture = pane.querySelector("[data-picture]");
    const problems = pane.querySelector("[data-problems]");
    const wanted = (picture.clientWidth / 612) * 72 * Math.min(window.devicePixelRatio, 2) * 0.95;
    const size = sizes.find((one) => one >= wanted) || sizes[sizes.length - 1];
    const number = page;
    picture.setAttribute("aria-busy", "true");
    const found = await ask(text.draft, { handout: handout.value, language: text.language, number, size })
      .finally(() => picture.removeAttribute("aria-busy"));
    problems.hidden = found.pages > 0;
    problems.replaceChildren(made("p", "", pane.dataset.textWrong), ...found.findings.map((words) => {
      const line = made("p", "", words);
      line.lang = "en";
      return line;
    }));
    pane.querySelector("[data-count]").textContent = found.pages
      ? pane.dataset.textPage.replace("##", found.pages).replace("#", found.number) : "";
    for (const button of pane.querySelectorAll("[data-turn]")) {
      button.disabled = !found.pages || (button.dataset.turn === "1" ? found.number >= found.pages : found.number <= 1);
    }
    if (!found.pages) return;  // the last good picture stays
    if (page === number) page = found.number;
    const image = picture.querySelector("img") || picture.appendChild(made("img"));
    image.alt = pane.dataset.textAlt.replace("#", found.number);
    image.src = `data:image/png;base64,${found.picture}`;
  });
  for (const button of pane.querySelectorAll("[data-turn]")) {
    button.addEventListener("click", () => { page += Number(button.dataset.turn); preview(); });
  }
  handout?.addEventListener("change", () => { page = 0; preview(); });

  // --- all together -----------------------------------------------------------------------------------------------

  const soon = after(400, check);
  const later = after(500, preview);
  const changed = () => text.changed === "yes" || area.value !== sent;
  area.addEventListener("input", () => { count(); place(); soon(); later(); });
  area.addEventListener("scroll", scrolled);
  for (const moved of ["keyup", "click", "focus"]) area.addEventListener(moved, place);
  area.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  for (const one of document.querySelectorAll("form[action='/texts/save']")) {
    one.addEventListener("submit", (event) => {
      if (leaving) event.preventDefault();  // the second of two clicks
      leaving = true;
    });
  }
  window.addEventListener("pageshow", () => { leaving = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!leaving && changed()) event.preventDefault();
  });
  count();
  fit();
  if (Number(text.line) > 0 && !document.querySelector(".outcome")) go(Number(text.line));
  else at.textContent = text.textLine.replace("#", 1);
  document.querySelector(".outcome h2")?.focus();
  if (changed()) check();
  preview();
})();
