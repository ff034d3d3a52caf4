// The desk's pages work without this. With it: results while typing, pictures of the pages, printing in one step, and
// a form that empties itself. Nothing is kept: no storage, no address, no cache.
"use strict";

(() => {
  document.documentElement.classList.add("scripted");

  const after = (milliseconds, work) => {
    let timer = 0;
    const later = (...given) => {
      clearTimeout(timer);
      timer = setTimeout(() => work(...given), milliseconds);
    };
    later.not = () => clearTimeout(timer);
    return later;
  };

  for (const select of document.querySelectorAll("[data-sends]")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
  searching(document.querySelector("[data-search]"));
  const form = document.getElementById("own");
  if (form) personalising(form);

  function searching(form) {
    if (!form) return;
    const results = document.getElementById("results");
    let newest = 0;
    const look = async () => {
      const mine = ++newest;
      // In the body and not in the address: staff may type a patient's name here by mistake.
      const answer = await fetch(form.dataset.search, { method: "POST", body: new URLSearchParams(new FormData(form)), cache: "no-store" });
      const text = await answer.text();
      if (answer.ok && mine === newest) results.innerHTML = text;
    };
    const soon = after(120, () => look().catch(() => {}));
    form.addEventListener("input", soon);
    form.addEventListener("submit", (event) => {
      const first = results.querySelector("a.choice");
      event.preventDefault();
      soon.not();  // or its answer would take the focus away again
      look().then(() => (results.querySelector("a.choice") || first)?.focus()).catch(() => form.submit());
    });
  }

  function personalising(form) {
    const preview = document.querySelector("[data-preview]");
    const pages = preview.querySelector("[data-pages]");
    const problems = preview.querySelector("[data-problems]");
    const count = preview.querySelector("[data-count]");
    const told = form.querySelector("[data-told]");
    const text = preview.dataset;
    const sizes = [50, 75, 100, 150, 200];  // dots per inch that the server draws
    const zooms = [0.6, 1, 1.4, 2];  // of the width that there is
    let zoom = 1;
    let widest = 612;  // points of the widest page seen so far
    let newest = 0;
    let asking = null;
    let watcher = null;

    const body = (more) => {
      const sent = new URLSearchParams(new FormData(form));
      for (const [name, value] of Object.entries(more)) sent.set(name, value);
      return sent;
    };
    // CSS pixels for each point of a page, so that the widest page fills the pane at zoom 1.
    const scale = () => zooms[zoom] * Math.min((pages.clientWidth - 34) / widest, 1.6);
    const resolution = () => {
      const wanted = scale() * 72 * Math.min(window.devicePixelRatio, 2) * 0.95;
      return sizes.find((size) => size >= wanted) || sizes[sizes.length - 1];
    };

    async function look() {
      const mine = ++newest;
      asking?.abort();
      asking = new AbortController();
      pages.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(form.dataset.look, {
          method: "POST", body: body({ number: 1, size: resolution() }), signal: asking.signal, cache: "no-store",
        });
        if (mine !== newest) return;
        if (answer.status === 403) { told.textContent = text.textLate; return; }
        if (!answer.ok) { told.textContent = text.textFailed; return; }
        show(await answer.json(), mine);
      } catch (problem) {
        if (problem.name !== "AbortError") told.textContent = text.textFailed;
      } finally {
        if (mine === newest) pages.removeAttribute("aria-busy");
      }
    }

    function show(found, mine) {
      complain(found.findings, found.pages.length > 0);
      count.textContent = found.pages.length
        ? `${text.textPages.replace("#", found.pages.length)} · ${text.textEdition} ${found.edition}` : "";
      while (pages.children.length > found.pages.length) pages.lastElementChild.remove();
      if (found.pages.length) widest = Math.max(...found.pages.map(([width]) => width));
      watcher?.disconnect();
      watcher = new IntersectionObserver((entries) => {
        for (const entry of entries) {
          if (!entry.isIntersecting) continue;
          watcher.unobserve(entry.target);
          more(entry.target, mine);
        }
      }, { root: pages, rootMargin: "300px" });
      found.pages.forEach(([width, height], index) => {
        let picture = pages.children[index];
        if (!picture) {
          picture = pages.appendChild(document.createElement("img"));
          picture.alt = text.textPage.replace("#", index + 1);
        }
        picture.dataset.number = index + 1;
        // The browser keeps the place before the picture is there.
        picture.width = Math.round(width * scale());
        picture.height = Math.round(height * scale());
        if (index === 0) picture.src = `data:image/png;base64,${found.picture}`;
        else watcher.observe(picture);
      });
    }

    async function more(picture, mine) {
      const answer = await fetch(form.dataset.page, {
        method: "POST", body: body({ number: picture.dataset.number, size: resolution() }), cache: "no-store",
      }).catch(() => null);
      if (!answer?.ok || mine !== newest) return;
      const address = URL.createObjectURL(await answer.blob());
      picture.onload = () => URL.revokeObjectURL(address);
      picture.src = address;
    }

    function complain(findings, made) {
      const list = problems.querySelector("ul");
      list.replaceChildren(...findings.map((finding) => {
        const item = document.createElement("li");
        item.className = finding.severity;
        const named = { error: text.textError, warning: text.textWarning, note: text.textNote }[finding.severity];
        for (const [kind, words] of [["said", `${named}: ${finding.message}`], ["hint", finding.hint], ["place", finding.place]]) {
          if (!words) continue;
          const line = item.appendChild(document.createElement("p"));
          line.className = kind;
          line.dir = "auto";
          line.lang = "en";
          line.textContent = words;
        }
        return item;
      }));
      problems.hidden = findings.length === 0;
      problems.classList.toggle("only-told", made);
      for (const button of form.querySelectorAll("[data-print], [data-save]")) button.disabled = !made;
    }

    function clear(words) {
      const kept = [...form.elements].filter((field) => field.name && !("own" in field.dataset));
      const values = kept.map((field) => (field.type === "checkbox" ? field.checked : field.value));
      form.reset();
      kept.forEach((field, index) => {
        if (field.type === "checkbox") field.checked = values[index]; else field.value = values[index];
      });
      pages.replaceChildren();
      told.textContent = words;
      look();
    }

    const owned = () => [...form.querySelectorAll("[data-own]")].some((field) => field.type === "checkbox" ? field.checked : field.value);
    let idle = 0;
    const rest = () => {
      clearTimeout(idle);
      idle = setTimeout(() => { if (owned()) clear(text.textIdle); }, Number(form.closest("[data-idle]").dataset.idle) * 1000);
    };

    async function finished(button) {
      const address = button.getAttribute("formaction") || form.getAttribute("action");
      const answer = await fetch(address, { method: "POST", body: body({ do: button.value }), cache: "no-store" });
      if (answer.status === 403) throw new Error(text.textLate);
      if (!answer.ok) { look(); throw new Error(text.textFailed); }
      const name = /filename="([^"]+)"/.exec(answer.headers.get("content-disposition") || "");
      const turn = { short: text.textShort, long: text.textLong }[answer.headers.get("handouts-turn")] || "";
      return [await answer.blob(), name ? name[1] : "handout.pdf", turn];
    }

    function printed(blob, turn) {
      const frame = document.createElement("iframe");
      const address = URL.createObjectURL(blob);
      frame.className = "printing";
      frame.title = text.textPrinting;
      frame.onload = () => {
        frame.contentWindow.focus();
        frame.contentWindow.print();
        clear(`${turn} ${text.textCleared}`.trim());
        // The reader still needs the file while its window is open; it goes with the next one, or with the page.
        setTimeout(() => { frame.remove(); URL.revokeObjectURL(address); }, 60000);
      };
      frame.src = address;
      document.body.append(frame);
    }

    function saved(blob, name) {
      const address = URL.createObjectURL(blob);
      const link = document.createElement("a");
      link.href = address;
      link.download = name;
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10000);
      clear(text.textSaved);
    }

    form.addEventListener("submit", async (event) => {
      const button = event.submitter || form.querySelector("[data-print]");
      const printing = "print" in button.dataset;
      if (printing && !navigator.pdfViewerEnabled) {  // a new tab, as without a script
        setTimeout(() => clear(text.textCleared), 1000);
        return;
      }
      event.preventDefault();
      button.disabled = true;
      told.textContent = printing ? text.textPrinting : text.textMaking;
      try {
        const [blob, name, turn] = await finished(button);
        if (printing) printed(blob, turn); else saved(blob, name);
      } catch (problem) {
        told.textContent = problem.message || text.textFailed;
      } finally {
        button.disabled = false;
      }
    });
    form.querySelector("[data-clear]").addEventListener("click", (event) => {
      event.preventDefault();
      clear(text.textCleared);
    });
    for (const button of preview.querySelectorAll("[data-zoom]")) {
      button.addEventListener("click", () => {
        zoom = Math.max(0, Math.min(zooms.length - 1, zoom + Number(button.dataset.zoom)));
        look();
      });
    }
    const layout = form.elements.layout;
    const fitting = () => {
      const chosen = layout.selectedOptions[0].dataset;
      for (const [name, allowed] of [["profile", chosen.profiles], ["paper", chosen.papers]]) {
        const select = form.elements[name];
        for (const option of select.options) option.disabled = !allowed.split(" ").includes(option.value);
        if (select.selectedOptions[0]?.disabled) select.value = [...select.options].find((option) => !option.disabled).value;
      }
      const two = form.elements.beside.value !== "";
      for (const option of layout.options) option.disabled = two !== ("two" in option.dataset);
      if (layout.selectedOptions[0].disabled) {
        layout.value = [...layout.options].find((option) => !option.disabled).value;
        fitting();
      }
    };
    form.addEventListener("change", fitting);
    const soon = after(150, look);
    form.addEventListener("input", () => { told.textContent = ""; rest(); soon(); });
    for (const moved of ["keydown", "pointerdown"]) document.addEventListener(moved, rest);
    // A page that the browser brings back from its memory must not bring a patient back.
    window.addEventListener("pageshow", (event) => { if (event.persisted) clear(""); });
    window.addEventListener("pagehide", () => form.reset());
    fitting();
    rest();
    look();
  }
})();
