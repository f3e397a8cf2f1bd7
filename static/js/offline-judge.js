/* Keys, lists and the verdict of the page that verifies without a network. Times are in seconds.
   Formats: docs/certificates/keys.md. Nothing is believed that a good key did not sign. */
(() => {
  const { Damaged, ascii, fromCbor, fromCose, hex, joined, nameDigest, read, sha256 } = self.otauProof;
  const DAY = 86400;
  const KEYS_LAST = 30 * DAY;
  const STATUS_LASTS = 7 * DAY;
  const ALMATY = 5 * 3600; // the whole country, all year
  const CLOCKS_DIFFER = 600;

  const fromBase64 = (text) =>
    ascii(atob(text.replace(/-/g, "+").replace(/_/g, "/")));

  /* Ed25519 by the browser where it really does it, else by the library at `address`. Both have to
     take a right signature (RFC 8032, test 2) and refuse the same one with a bit turned. */
  const TRUE_KEY = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
  const TRUE_SIGNATURE =
    "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoIWsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA==";
  const verifier = async (address) => {
    const byBrowser = async (key, signature, message) => {
      const name = { name: "Ed25519" };
      const imported = await crypto.subtle.importKey("raw", key, name, false, ["verify"]);
      return crypto.subtle.verify(name, imported, signature, message);
    };
    const works = async (verify) => {
      const [key, message] = [fromBase64(TRUE_KEY), Uint8Array.from([0x72])];
      const right = fromBase64(TRUE_SIGNATURE);
      const wrong = Uint8Array.from(right, (one, place) => (place === 40 ? one ^ 1 : one));
      try {
        return (await verify(key, right, message)) === true && (await verify(key, wrong, message)) === false;
      } catch (error) {
        return false;
      }
    };
    if (await works(byBrowser)) return { verify: byBrowser, by: "browser" };
    const library = await import(address);
    const byLibrary = async (key, signature, message) =>
      library.verifyAsync(signature, message, key, { zip215: false });
    if (await works(byLibrary)) return { verify: byLibrary, by: "library" };
    throw new Error("no Ed25519");
  };

  const seconds = (value) => {
    if (typeof value !== "number") throw new Damaged("no time");
    return value;
  };

  /* The key set of keys.json, by key id. */
  const openKeys = async (text) => {
    let given;
    try {
      given = JSON.parse(text);
    } catch (error) {
      throw new Damaged("not JSON");
    }
    if (!given || given.format !== "otau-certificate-1" || !Array.isArray(given.keys)) throw new Damaged("no key set");
    const madeAt = seconds(given.made_at);
    const keys = new Map();
    for (const one of given.keys) {
      if (one.kty !== "OKP" || one.crv !== "Ed25519") continue;
      const raw = fromBase64(one.x);
      const id = hex((await sha256(raw)).subarray(0, 4));
      if (raw.length !== 32 || id !== one.kid) throw new Damaged("a key of another id");
      keys.set(id, { raw, isStolen: Boolean(one.revoked_at), kept: one.kept || "" });
    }
    return { madeAt, goodUntil: Math.min(seconds(given.good_until), madeAt + KEYS_LAST), keys };
  };

  /* The body of a message signed by a key of the set that was not stolen. */
  const bodyOf = async (encoded, { keys }, verify) => {
    const message = fromCose(encoded);
    const key = keys.get(message.keyId);
    if (!key || key.isStolen) throw new Damaged("not signed by a good key");
    if (!(await verify(key.raw, message.signature, message.toBeSigned))) throw new Damaged("not signed");
    return { parts: fromCbor(message.body), by: message.keyId };
  };

  const compare = (entries, at, wanted) => {
    for (let place = 0; place < wanted.length; place += 1) {
      const difference = entries[at + place] - wanted[place];
      if (difference) return difference;
    }
    return 0;
  };
  const checkSorted = (entries, size) => {
    if (!(entries instanceof Uint8Array) || entries.length % size) throw new Damaged("no list");
    for (let at = size; at < entries.length; at += size) {
      if (compare(entries, at - size, entries.subarray(at, at + size)) >= 0) throw new Damaged("out of order");
    }
    return entries;
  };
  const holds = (entries, wanted) => {
    let [low, high] = [0, entries.length / wanted.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const order = compare(entries, middle * wanted.length, wanted);
      if (!order) return true;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return false;
  };

  /* The list of ended certificates. */
  const openStatus = async (encoded, keys, verify) => {
    const { parts, by } = await bodyOf(encoded, keys, verify);
    const fits = Array.isArray(parts) && parts.length === 6 && parts[0] === 1 && parts[1] === "otau-status";
    if (!fits) throw new Damaged("no status list");
    const [, , madeAt, goodUntil, revoked, superseded] = parts;
    return {
      by, madeAt: seconds(madeAt), goodUntil: Math.min(seconds(goodUntil), madeAt + STATUS_LASTS),
      revoked: checkSorted(revoked, 8), superseded: checkSorted(superseded, 8),
    };
  };

  /* What a stolen key signed before it was stolen. */
  const openKept = async (encoded, keyId, keys, verify) => {
    const { parts, by } = await bodyOf(encoded, keys, verify);
    const fits = Array.isArray(parts) && parts.length === 6 && parts[0] === 1 && parts[1] === "otau-kept" &&
      parts[3] instanceof Uint8Array && hex(parts[3]) === keyId;
    if (!fits) throw new Damaged("no kept list");
    return { by, madeAt: seconds(parts[2]), entries: checkSorted(parts[5], 16) };
  };

  const sameBytes = (one, other) => one.length === other.length && compare(one, 0, other) === 0;

  /* `held` is {keys, status, kept: Map}, each of which may be missing. The answer names a verdict,
     the signed facts where the signature is right, and "match" or "no_match" of a name. */
  const judge = async ({ text, name, held, now, verify }) => {
    const found = read(text);
    if (found.is !== "proof") return { verdict: found.is };
    const { message, facts, proof } = found;
    if (!held.keys) return { verdict: "no_keys" };
    const key = held.keys.keys.get(message.keyId);
    if (!key) return { verdict: "unknown_key" };
    if (!(await verify(key.raw, message.signature, message.toBeSigned))) return { verdict: "forged" };
    if (key.isStolen) {
      const kept = held.kept.get(message.keyId);
      if (!kept) return { verdict: "stolen_unknown" };
      const entry = (await sha256(joined(ascii("otau-kept-1"), ascii(proof)))).subarray(0, 16);
      if (!holds(kept.entries, entry)) return { verdict: "stolen" };
    }
    const digest = name.trim() ? await nameDigest(name, facts.number) : null;
    const matches = digest ? (sameBytes(digest, facts.name) ? "match" : "no_match") : "";
    return { verdict: await state(facts, held, now), facts, name: matches };
  };

  const state = async (facts, { keys, status }, now) => {
    if (status) {
      const entry = (await sha256(joined(ascii("otau-status-1"), ascii(facts.number)))).subarray(0, 8);
      if (holds(status.revoked, entry)) return "revoked";
      if (holds(status.superseded, entry)) return "superseded";
    }
    if (isClockWrong({ keys, status }, now)) return "clock";
    if (facts.until !== null && facts.until < Math.floor((now + ALMATY) / DAY)) return "expired";
    if (!status || isOld(status, now) || isOld(keys, now)) return "old";
    return "valid";
  };
  const isOld = (list, now) => now > list.goodUntil;
  const isAhead = (list, now) => now + CLOCKS_DIFFER < list.madeAt;
  const isClockWrong = ({ keys, status }, now) => [keys, status].some((list) => list && isAhead(list, now));

  /* Whether `found` takes the place of `before`: it is not older, and lets no stolen key be good
     again. What was made later than the clock says gives way, or one wrong clock of a server would
     keep every right list out. */
  const isNewer = (found, before, now) => {
    if (!before) return true;
    if (found.keys && Array.from(before.keys).some(([id, key]) => key.isStolen && isGood(id, found))) return false;
    return found.madeAt >= before.madeAt || (isAhead(before, now) && !isAhead(found, now));
  };
  const isGood = (id, { keys }) => keys.has(id) && !keys.get(id).isStolen;

  self.otauJudge = { verifier, openKeys, openStatus, openKept, judge, isOld, isClockWrong, isNewer, isGood };
})();
