/* While a lesson is written: an estimate of its minutes, Latin look-alikes in Cyrillic words, and
   a question before the block of a required activity is deleted. It stops nobody; whatever the
   page lacks, it stays quiet. The sentences come from the server (courses/panels.py). */
function otauWriting() {
  const QUIET = 1200; // milliseconds without a key before anything is said
  const NOT_READ = "key feedback transcript captions is_required url checked about".split(" ");

  const panel = document.getElementById("otau-writing");
  const form = panel && panel.closest("form");
  if (!form) return;
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const facts = read("otau-writing-facts");
  const words = read("otau-writing-words");
  const said = document.getElementById("otau-writing-said");
  const offers = document.getElementById("otau-writing-offers");
  const required = document.getElementById("otau-writing-required");

  const fill = (sentence, values) =>
    sentence.replace(/\{(\w+)\}/g, (_all, name) => values[name]);

  /* --- What is written ------------------------------------------------------------------------ */
  const bodyOf = () => form.querySelector('[data-contentpath="body"]') || form;
  const isDeleted = (element) => {
    const block = element.closest("[data-streamfield-child]");
    if (!block) return false;
    const mark = block.querySelector(':scope > input[name$="-deleted"]');
    return (mark && mark.value === "1") || isDeleted(block.parentElement);
  };
  const fieldName = (element) => {
    const place = element.closest("[data-contentpath]");
    return place ? place.dataset.contentpath : "";
  };
  const TYPED = '[contenteditable="true"], input[type="text"]:not([name$="-id"]), textarea:not([hidden])';
  const places = () =>
    [...form.querySelectorAll(TYPED)].filter(
      (one) =>
        one.closest('[data-contentpath]') &&
        !one.closest(".Draftail-Toolbar, .w-dialog, [data-side-panel]") &&
        one.offsetParent !== null &&
        !isDeleted(one),
    );
  const textOf = (place) =>
    place.isContentEditable
      ? [...place.querySelectorAll("[data-block]")].map((line) => line.textContent).join("\n") ||
        place.innerText
      : place.value;

  /* --- Length --------------------------------------------------------------------------------- */
  const WORD = /[\p{L}\p{N}_]+(?:[-’'][\p{L}\p{N}_]+)*/gu;
  const kinds = () =>
    [...bodyOf().querySelectorAll('input[name^="body-"][name$="-type"]')]
      .filter((one) => /^body-\d+-type$/.test(one.name) && !isDeleted(one))
      .map((one) => one.value);
  // The outermost block around a place: the one that is called by its kind.
  const blockOf = (element) => {
    let block = null;
    for (let at = element; at && bodyOf().contains(at); at = at.parentElement)
      if (at.matches("[data-streamfield-child]")) block = at;
    return block;
  };
  const kindOf = (element) => {
    const block = blockOf(element);
    const type = block && block.querySelector(':scope > input[name$="-type"]');
    return type ? type.value : "";
  };
  const wordsIn = () => {
    let sum = 0;
    const tailored = new Map(); // for each such block, the words of each of its texts
    for (const one of places()) {
      if (!bodyOf().contains(one) || NOT_READ.includes(fieldName(one))) continue;
      const kind = kindOf(one);
      if (kind === "short") continue; // read instead of the lesson, not beside it
      const count = (textOf(one).match(WORD) || []).length;
      if (kind !== "tailored") {
        sum += count;
        continue;
      }
      const block = blockOf(one);
      const cases = tailored.get(block) || new Map();
      const mine = one.closest("[data-streamfield-child]");
      tailored.set(block, cases.set(mine, (cases.get(mine) || 0) + count));
    }
    // Whoever reads meets one of the texts: the longest is counted.
    for (const cases of tailored.values()) sum += Math.max(...cases.values());
    return sum;
  };
  const length = () => {
    const count = wordsIn();
    const all = kinds();
    const activities = all.filter((kind) => facts.activities.includes(kind)).length;
    const exact = count / facts.wordsAMinute + activities * facts.minutesAnActivity;
    return {
      words: count,
      activities,
      minutes: Math.max(1, Math.ceil(exact)),
      media: all.includes("audio") || all.includes("video"),
    };
  };
  const stated = () => Number((form.elements.namedItem("minutes") || {}).value) || null;

  /* --- Look-alikes ---------------------------------------------------------------------------- */
  const LETTERS = /[A-Za-zƏəËëЀ-ӿ]+/g;
  const LATIN = /[A-Za-zƏəËë]/;
  const CYRILLIC = /[Ѐ-ӿ]/;
  const lookAlikes = (text) => {
    const found = new Map();
    for (const word of text.match(LETTERS) || []) {
      if (!LATIN.test(word) || !CYRILLIC.test(word)) continue;
      const meant = [...word].map((letter) => facts.pairs[letter] || letter).join("");
      if (!LATIN.test(meant)) found.set(word, meant);
    }
    return found;
  };
  const allLookAlikes = () => {
    const found = new Map();
    for (const place of places()) {
      if (fieldName(place) === "key" || place.name === "slug" || place.type === "url") continue;
      for (const [word, meant] of lookAlikes(textOf(place))) {
        if (!found.has(word)) found.set(word, { meant, place });
      }
    }
    return found;
  };
  const putRight = (word, meant) => {
    for (const place of places()) {
      if (!textOf(place).includes(word)) continue;
      if (!place.isContentEditable) {
        place.value = place.value.split(word).join(meant);
        place.dispatchEvent(new Event("input", { bubbles: true }));
        place.dispatchEvent(new Event("change", { bubbles: true }));
        continue;
      }
      // The editor hears a selection that is typed over, as if by hand.
      place.focus();
      const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.data.indexOf(word);
        if (at === -1) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + word.length);
        const selection = window.getSelection();
        selection.removeAllRanges();
        selection.addRange(range);
        setTimeout(() => {
          document.execCommand("insertText", false, meant);
          later();
        }, 50);
        return;
      }
    }
    later();
  };

  /* --- Saying it ------------------------------------------------------------------------------ */
  let before = "";
  const say = () => {
    const found = length();
    const most = facts.longest;
    const sentences = [fill(words.about, found)];
    if (found.media) sentences.push(words.media);
    const most_stated = Math.max((stated() || 0) * 1.2, (stated() || 0) + 2);
    if (found.minutes > most) sentences.push(fill(words.tooLong, { most }));
    else if (stated() && found.minutes > most_stated)
      sentences.push(fill(words.beyond, { stated: stated() }));
    const alike = allLookAlikes();
    for (const word of alike.keys()) sentences.push(fill(words.lookAlike, { word }));
    const isSaved = required.querySelector(":scope > .otau-writing__change"); // said of what is saved
    if (sentences.length === 1 && !isSaved) sentences.push(words.allRight);
    const now = sentences.join("\n");
    if (now === before) return; // nothing new, nothing is read out again
    before = now;
    said.replaceChildren(
      ...sentences.map((sentence) => Object.assign(document.createElement("p"), { textContent: sentence })),
    );
    offers.replaceChildren(
      ...[...alike].map(([word, { meant }]) => {
        const button = document.createElement("button");
        button.type = "button";
        button.className = "button button-small button-secondary";
        button.textContent = fill(words.replace, { meant });
        button.dataset.word = word;
        button.addEventListener("click", () => putRight(word, meant));
        return button;
      }),
    );
  };
  let timer = 0;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(say, QUIET);
  };

  /* --- Keys ----------------------------------------------------------------------------------- */
  const ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";
  const newKey = () =>
    [...crypto.getRandomValues(new Uint8Array(8))].map((n) => ALPHABET[n % ALPHABET.length]).join("");
  const keyOf = (block) => {
    const field = block && block.querySelector('input[name$="-value-key"]');
    return field ? field.value : "";
  };
  // A new block gets its key here, so that a save by itself does not give it another each time;
  // a copied block gets one of its own, because answers are kept by it.
  const giveKeys = () => {
    const seen = new Set();
    for (const field of bodyOf().querySelectorAll('input[name^="body-"][name$="-value-key"]')) {
      if (isDeleted(field)) continue;
      const isActivity = /^body-\d+-value-key$/.test(field.name);
      if (!field.value || (isActivity && seen.has(field.value))) field.value = newKey();
      if (isActivity) seen.add(field.value);
    }
  };

  /* --- A required activity is deleted ------------------------------------------------------------ */
  const taskOf = (key) =>
    key ? [...required.querySelectorAll("[data-key]")].find((one) => one.dataset.key === key) : null;
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest('[data-streamfield-action="DELETE"]');
      const block = button && button.closest("[data-streamfield-child]");
      if (!block || !bodyOf().contains(block)) return;
      const mark = block.querySelector(':scope > input[name$="-deleted"]');
      if (!mark || !/^body-\d+-deleted$/.test(mark.name)) return;
      const task = taskOf(keyOf(block));
      if (!task) return;
      const edition = required.querySelector("[data-edition]").dataset.edition;
      const asked = fill(words.deleting, { task: task.textContent, edition });
      if (window.confirm(asked)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  /* --- After each save ---------------------------------------------------------------------------- */
  const renew = async () => {
    const page = /\/pages\/(\d+)\/edit/.exec(form.getAttribute("action") + location.pathname);
    if (!page) return;
    const address = panel.dataset.url.replace(/\/0\//, `/${page[1]}/`);
    const answer = await fetch(address, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const part = await answer.text();
    if (part.trim() !== required.innerHTML.trim()) required.innerHTML = part;
    say();
  };

  /* --- What is typed while the editor saves by itself ------------------------------------------------
     Wagtail 8.0.1 takes the form as it is when a save comes back for what was saved, so words typed
     in between would wait for the next change, or be lost with the window. */
  const state = () => {
    const data = new FormData(form);
    for (const name of [...data.keys()])
      if (/^(csrf|next$|comments-|loaded_revision|overwrite_revision)/.test(name)) data.delete(name);
    return new URLSearchParams(data).toString();
  };
  let sent = null;
  let pressed = false;
  document.addEventListener("w-autosave:save", (event) => {
    if (pressed) event.preventDefault();
    else sent = state();
  });
  document.addEventListener("w-autosave:success", (event) => {
    if (sent !== null && sent !== state()) form.setAttribute("data-w-unsaved-force-value", "true");
    sent = null;
    // What a button sends was begun from what this editor saved by itself, not from what it had loaded.
    const { revision_id: id, revision_created_at: moment } = event.detail.response;
    const [loaded, since] = ["id", "created_at"].map((end) => form.elements.namedItem(`loaded_revision_${end}`));
    if (id && loaded) [loaded.value, since.value] = [id, moment];
  });

  /* --- A button pressed while the editor saves by itself ----------------------------------------------
     Two saves of one window would meet on the server, and the second one be told that somebody else had
     saved. The button waits until the first has come back, and sends what the form holds then; from then
     on the editor saves nothing by itself, unless no page has come after a while. */
  let held = null;
  document.addEventListener(
    "submit",
    (event) => {
      if (event.target !== form || sent === null) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      held = event.submitter;
    },
    true,
  );
  const release = () => {
    sent = null;
    if (!held) return;
    const button = held;
    held = null;
    button.disabled = false; // a pressed button disables itself, and would send nothing of itself
    form.requestSubmit(button);
  };
  document.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    pressed = true;
    setTimeout(() => (pressed = false), 30000);
  });
  for (const end of ["success", "error"]) document.addEventListener(`w-autosave:${end}`, release);

  for (const name of ["input", "change", "keyup", "paste"]) form.addEventListener(name, later, true);
  document.addEventListener("w-autosave:success", renew);
  new MutationObserver(() => {
    giveKeys();
    later();
  }).observe(bodyOf(), { childList: true, subtree: true });
  giveKeys();
  later();
}

// The script stands in the head, before the form.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", otauWriting);
else otauWriting();
