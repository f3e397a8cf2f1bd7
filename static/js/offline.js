/* The page that verifies without a network. What is typed stays in its two fields: it is neither
   sent nor kept. Keys and lists are asked for anew whenever the page is looked at, and replace what
   is held only where they are whole, signed and not older. */
(() => {
  const DATA = "otau-offline-data";
  const KEYS = "/.well-known/otau/keys.json";
  const STATUS = "/.well-known/otau/status.cbor";
  const PATIENCE = 20000; // milliseconds for one answer
  const PAUSE = 5 * 60 * 1000; // between two askings
  const { verifier, openKeys, openStatus, openKept, judge, isOld, isClockWrong, isNewer, isGood } = self.otauJudge;
  const form = document.getElementById("offline-form");
  const said = document.getElementById("verdict");
  const ages = JSON.parse(document.getElementById("ages").textContent);
  const held = { keys: null, status: null, kept: new Map() };
  let verify = null;
  let isFresh = false; // whether the last asking was answered

  const now = () => Date.now() / 1000;
  const two = (number) => String(number).padStart(2, "0");
  const day = (days) => {
    const date = new Date(days * 864e5);
    return `${two(date.getUTCDate())}.${two(date.getUTCMonth() + 1)}.${date.getUTCFullYear()}`;
  };
  const moment = (time) => {
    const there = time + 5 * 3600; // Almaty's
    const date = new Date(there * 1000);
    return `${day(Math.floor(there / 86400))}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
  };
  const age = (time) => {
    const hours = Math.max(0, Math.floor((now() - time) / 3600));
    if (hours < ages.hours.length) return ages.hours[hours];
    return ages.days[Math.min(Math.floor(hours / 24), ages.days.length - 1)];
  };

  /* --- What this device holds ------------------------------------------------------------------ */
  const stored = async (address) => {
    const cache = await caches.open(DATA);
    return cache.match(address, { ignoreVary: true });
  };
  const asked = async (address) => {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const response = await fetch(address, {
        cache: "no-cache", credentials: "omit", redirect: "error", signal: patience.signal,
      });
      if (!response.ok) throw new Error(response.status);
      return new Response(await response.arrayBuffer());
    } finally {
      clearTimeout(timer);
    }
  };
  const bytesOf = async (response) => new Uint8Array(await response.clone().arrayBuffer());

  /* Take keys and lists from `get`; what fails leaves what is held. */
  const take = async (get, keep) => {
    const problems = [];
    const attempt = async (address, open, before, use) => {
      try {
        const response = await get(address);
        if (!response) throw new Error("not held");
        const found = await open(response);
        if (!isNewer(found, before, now())) return;
        use(found);
        if (keep) await (await caches.open(DATA)).put(address, response);
      } catch (error) {
        problems.push(address);
      }
    };
    await attempt(KEYS, async (answer) => openKeys(await answer.clone().text()), held.keys, (found) => {
      held.keys = found;
    });
    if (!held.keys) return problems;
    // What was signed by a key that is stolen now is believed no more, nor is newer than anything.
    if (held.status && !isGood(held.status.by, held.keys)) held.status = null;
    for (const [id, { by }] of held.kept) if (!isGood(by, held.keys)) held.kept.delete(id);
    await attempt(STATUS, async (answer) => openStatus(await bytesOf(answer), held.keys, verify), held.status, (found) => {
      held.status = found;
    });
    for (const [id, key] of held.keys.keys) {
      if (!key.isStolen || !key.kept) continue;
      const address = new URL(key.kept, location.origin).pathname;
      const open = async (answer) => openKept(await bytesOf(answer), id, held.keys, verify);
      await attempt(address, open, held.kept.get(id), (found) => held.kept.set(id, found));
    }
    return problems;
  };

  const showHeld = () => {
    for (const [name, list] of [["keys", held.keys], ["status", held.status]]) {
      const row = document.querySelector(`[data-held=${name}]`);
      const state = !list ? "missing" : isClockWrong({ keys: list }, now()) ? "clock" : isOld(list, now()) ? "old" : "good";
      for (const one of row.querySelectorAll("[data-is]")) one.hidden = one.dataset.is !== state;
      row.querySelector("[data-age]").textContent = list ? `${age(list.madeAt)} (${moment(list.madeAt)})` : "";
    }
  };
  const workers = form.dataset.workers.split(" ");
  /* The worker of each language stands, and this page is kept. */
  const isKept = async () => {
    for (const address of workers) {
      const registration = await navigator.serviceWorker.getRegistration(address);
      if (!registration || !registration.active) return false;
    }
    return Boolean(await caches.match(location.pathname, { ignoreVary: true }));
  };
  let looking = 0; // again, until it is ready: a slow device takes its time
  const showReady = async () => {
    const ready = "serviceWorker" in navigator && (await isKept()) && held.keys && held.status;
    const state = ready ? "ready" : "not-ready";
    for (const one of document.querySelectorAll("[data-ready]")) one.hidden = one.dataset.ready !== state;
    document.querySelector("[data-net]").hidden = isFresh;
    clearTimeout(looking);
    if (!ready && "serviceWorker" in navigator) looking = setTimeout(showReady, 1000);
  };
  const show = async () => {
    showHeld();
    await showReady();
  };

  let asking = null;
  const refresh = () => {
    asking = asking || (async () => {
      const problems = await take(asked, true);
      isFresh = !problems.length;
      asking = null;
      await show();
    })();
    return asking;
  };

  /* --- The verdict ----------------------------------------------------------------------------- */
  const drawn = (id) => document.getElementById(id).content.cloneNode(true);
  const draw = ({ verdict, facts, name }) => {
    said.textContent = "";
    said.dataset.verdict = verdict;
    said.append(drawn(`verdict-${verdict}`));
    if (!facts) return;
    if (name) said.append(drawn(`name-${name}`));
    const table = drawn("facts");
    const fill = (what, text) => {
      table.querySelector(`[data-fact=${what}]`).textContent = text;
    };
    fill("number", facts.number);
    fill("course", facts.course);
    fill("edition", facts.edition);
    fill("completed", day(facts.completed));
    if (facts.until !== null) fill("until", day(facts.until));
    if (held.status) fill("as-of", `${moment(held.status.madeAt)}, ${age(held.status.madeAt)}`);
    said.append(table);
  };
  let turn = 0; // an answer that comes after a later question is not shown
  const check = async () => {
    turn += 1;
    const mine = turn;
    const answer = await judge({
      text: form.elements.text.value, name: form.elements.name.value, held, now: now(), verify,
    });
    if (mine !== turn) return;
    draw(answer);
    said.scrollIntoView({ block: "nearest" });
    await show();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check();
    // At once: a scanner does not wait, and its next code takes the place of this one.
    if (document.activeElement === form.elements.text) form.elements.text.select();
  });
  form.addEventListener("reset", () => {
    turn += 1;
    said.textContent = "";
    delete said.dataset.verdict;
    form.elements.text.focus();
  });

  /* --- Begin ------------------------------------------------------------------------------------ */
  const stands = (registration) =>
    new Promise((done) => {
      const worker = registration.installing || registration.waiting;
      if (!worker) done();
      else worker.addEventListener("statechange", () => ["activated", "redundant"].includes(worker.state) && done());
    });
  const keepPage = async () => {
    if (!("serviceWorker" in navigator)) return;
    for (const address of workers) {
      await stands(await navigator.serviceWorker.register(address, { updateViaCache: "none" }));
    }
  };
  const begin = async () => {
    const open = document.getElementById("offline");
    if (!self.crypto || !crypto.subtle || !self.caches) {
      document.getElementById("offline-cannot").hidden = false;
      return;
    }
    try {
      verify = (await verifier(form.dataset.ed25519)).verify;
    } catch (error) {
      document.getElementById("offline-cannot").hidden = false;
      return;
    }
    await take(stored, false);
    open.hidden = false;
    await show();
    keepPage().then(show, () => {});
    refresh();
    setInterval(refresh, PAUSE);
    addEventListener("online", refresh);
    document.addEventListener("visibilitychange", () => document.hidden || refresh());
    document.getElementById("offline-refresh").addEventListener("click", refresh);
  };
  begin();
})();
