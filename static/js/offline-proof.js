/* What a certificate's QR code says, read without a server: the twin of certificates/base41.py,
   numbers.py, payload.py, cose.py and desk/keyboards.py. Only the one canonical encoding is taken.
   Nothing here asks the network or the clock; Chrome 80 knows all of it. */
(() => {
  const BASE41 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-$/.:";
  const NUMBER = "0123456789CDFJKLMNPTVWX";
  const NUMBER_LENGTH = 12;
  const LONGEST_PROOF = 400;
  const FIRST_DAY = -719162; // the first of January of year 1, as days from 1970
  const LAST_DAY = 2932896; // the last of December of year 9999
  const HYPHENS = /[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d]+[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*/g;
  const SPACES = /[\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;

  class Damaged extends Error {}

  const ascii = (text) => Uint8Array.from(text, (one) => one.charCodeAt(0));
  const hex = (bytes) => Array.from(bytes, (one) => one.toString(16).padStart(2, "0")).join("");
  const joined = (...parts) => {
    const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  };
  const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

  const fromBase41 = (text) => {
    const bytes = [];
    for (let start = 0; start < text.length; start += 3) {
      const group = text.slice(start, start + 3);
      let value = 0;
      for (let place = group.length - 1; place >= 0; place -= 1) {
        const digit = BASE41.indexOf(group[place]);
        if (digit < 0) throw new Damaged("a character outside the alphabet");
        value = value * BASE41.length + digit;
      }
      const size = group.length - 1;
      if (size === 0 || value >= 256 ** size) throw new Damaged("not a whole number of bytes");
      if (size === 2) bytes.push(value >> 8);
      bytes.push(value & 255);
    }
    return Uint8Array.from(bytes);
  };

  /* One CBOR item (RFC 8949) that fills `bytes`: integers, bytes, text, arrays, maps with small
     integer keys, tags, null; each in its shortest form, nothing of unknown length. */
  const fromCbor = (bytes) => {
    let at = 0;
    const take = (count) => {
      if (typeof count !== "number" || at + count > bytes.length) throw new Damaged("cut off");
      at += count;
      return bytes.subarray(at - count, at);
    };
    const argument = (info) => {
      if (info < 24) return info;
      if (info > 27) throw new Damaged("of unknown length");
      const size = 1 << (info - 24);
      let value = 0n;
      for (const one of take(size)) value = value * 256n + BigInt(one);
      if (value < (size === 1 ? 24n : 1n << BigInt(size * 4))) throw new Damaged("not shortest");
      return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
    };
    const item = (depth) => {
      if (depth > 4) throw new Damaged("too deep");
      const [first] = take(1);
      const [kind, info] = [first >> 5, first & 31];
      if (kind === 7) {
        if (info !== 22) throw new Damaged("not of this format");
        return null;
      }
      const number = argument(info);
      if (kind === 0) return number;
      if (kind === 1) return typeof number === "bigint" ? -1n - number : -1 - number;
      if (kind === 2) return take(number);
      if (kind === 3) return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(take(number));
      if (kind === 6) return { tag: number, value: item(depth + 1) };
      if (number > 10) throw new Damaged("too many");
      const items = [];
      for (let count = kind === 5 ? 2 * number : number; count > 0; count -= 1) items.push(item(depth + 1));
      if (kind === 4) return items;
      const pairs = [];
      for (let place = 0; place < items.length; place += 2) {
        const [key, value] = [items[place], items[place + 1]];
        const before = pairs.length ? pairs[pairs.length - 1][0] : -1;
        if (typeof key !== "number" || key <= before) throw new Damaged("keys out of order");
        pairs.push([key, value]);
      }
      return { pairs };
    };
    let found;
    try {
      found = item(0);
    } catch (error) {
      throw error instanceof Damaged ? error : new Damaged("not CBOR");
    }
    if (at !== bytes.length) throw new Damaged("something behind the end");
    return found;
  };

  const bytesHead = (length) => {
    if (length < 24) return [0x40 | length];
    const size = length < 0x100 ? 1 : length < 0x10000 ? 2 : 4;
    const head = [0x58 + Math.log2(size)];
    for (let shift = size - 1; shift >= 0; shift -= 1) head.push((length / 256 ** shift) & 255);
    return head;
  };
  const asBytes = (bytes) => joined(Uint8Array.from(bytesHead(bytes.length)), bytes);

  /* A COSE_Sign1 message (RFC 9052) with Ed25519, taken apart; its signature is not checked here. */
  const fromCose = (encoded) => {
    const outer = fromCbor(encoded);
    const parts = outer && outer.tag === 18 ? outer.value : null;
    if (!Array.isArray(parts) || parts.length !== 4) throw new Damaged("not a signed message");
    const [headers, open, body, signature] = parts;
    const isBytes = [headers, body, signature].every((part) => part instanceof Uint8Array);
    if (!isBytes || !open || !open.pairs || open.pairs.length) throw new Damaged("not a signed message");
    const known = fromCbor(headers);
    const pairs = known && known.pairs;
    const fits =
      pairs && pairs.length === 2 && pairs[0][0] === 1 && pairs[0][1] === -19 &&
      pairs[1][0] === 4 && pairs[1][1] instanceof Uint8Array;
    if (!fits || signature.length !== 64) throw new Damaged("not the headers of this format");
    return {
      keyId: hex(pairs[1][1]), body, signature,
      toBeSigned: joined(
        Uint8Array.from([0x84, 0x6a]), ascii("Signature1"), asBytes(headers), Uint8Array.from([0x40]), asBytes(body),
      ),
    };
  };

  const checkCharacter = (body) => {
    let total = 0;
    for (const one of body) total = ((total + NUMBER.indexOf(one)) * 5) % NUMBER.length;
    return NUMBER[(NUMBER.length + ((1 - total) % NUMBER.length)) % NUMBER.length];
  };
  const written = (whole) => `${whole.slice(0, 4)}-${whole.slice(4, 8)}-${whole.slice(8)}`;
  const numberFrom = (value) => {
    let rest = BigInt(value);
    const radix = BigInt(NUMBER.length);
    if (rest < 0n || rest >= radix ** BigInt(NUMBER_LENGTH)) throw new Damaged("no number");
    let body = "";
    for (let place = 0; place < NUMBER_LENGTH; place += 1) {
      body = NUMBER[Number(rest % radix)] + body;
      rest /= radix;
    }
    return written(body + checkCharacter(body));
  };

  const isDay = (value) => typeof value === "number" && value >= FIRST_DAY && value <= LAST_DAY;
  const factsFrom = (body) => {
    const parts = fromCbor(body);
    if (!Array.isArray(parts) || parts.length !== 7 || parts[0] !== 1) throw new Damaged("another format");
    const [, number, course, edition, completed, until, name] = parts;
    const fits =
      ["number", "bigint"].includes(typeof number) && typeof course === "string" && typeof edition === "number" &&
      isDay(completed) && (until === null || isDay(until)) && name instanceof Uint8Array;
    if (!fits) throw new Damaged("another format");
    return { number: numberFrom(number), course, edition, completed, until, name };
  };

  /* The message and the facts of a proof as it stands behind the # of a QR code. */
  const fromProof = (text) => {
    const proof = text.replace(SPACES, " ").trim().toUpperCase();
    if (proof.length > LONGEST_PROOF) throw new Damaged("too long");
    const message = fromCose(fromBase41(proof));
    return { proof, message, facts: factsFrom(message.body) };
  };

  /* Python's casefold. It is lower case of upper case of lower case, letter by letter (so a final
     sigma is a sigma, ß is ss); but the Turkish ı stays itself, and Cherokee folds to its capitals. */
  const folded = (text) =>
    Array.from(text, (one) => {
      if (one === "ı") return one;
      if (/[\u13a0-\u13fd\uab70-\uabbf]/.test(one)) return one.toUpperCase();
      return Array.from(one.toLowerCase().toUpperCase(), (capital) => capital.toLowerCase()).join("");
    }).join("");
  const normalName = (name) =>
    folded(name.normalize("NFC")).normalize("NFC").replace(/ё/g, "е").replace(HYPHENS, "-")
      .replace(SPACES, " ").replace(/^ | $/g, "");
  const nameDigest = async (name, number) => {
    const normal = new TextEncoder().encode(normalName(name));
    const framed = joined(ascii("otau-name-1"), Uint8Array.from([number.length]), ascii(number), normal);
    return (await sha256(framed)).subarray(0, 10);
  };

  const PLAIN = "`1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./\\";
  const SHIFT = '~!@#$%^&*()_+QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?|';
  const LAYOUTS = [
    ["ё1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.\\", 'Ё!"№;%:?*()_+ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,/'],
    ['("әіңғ,.үұқөһйцукенгшщзхъфывапролджэячсмитьбю№\\', ")!ӘІҢҒ;:ҮҰҚӨҺЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ?/"],
  ].map(([plain, shift]) => {
    const [from, to] = [plain + shift, PLAIN + SHIFT];
    return new Map(Array.from(from, (one, place) => [one, to[place]]));
  });
  const swapped = (text) =>
    Array.from(text, (one) => (one === one.toLowerCase() ? one.toUpperCase() : one.toLowerCase())).join("");
  /* What a scanner may have meant that typed under another layout, the likeliest first. */
  const readings = (text) => {
    const found = [text.replace(/£/g, "#")];
    for (const one of [text, swapped(text)]) {
      for (const layout of LAYOUTS) {
        found.push(Array.from(one, (sign) => (layout.has(sign) ? layout.get(sign) : sign)).join("").toUpperCase());
      }
    }
    return Array.from(new Set(found));
  };

  /* A QR text cut into the number of its address ("" without one) and its proof. */
  const cut = (text) => {
    const [address, ...rest] = text.trim().split("#");
    if (!rest.length) return { number: "", proof: text };
    const found = /(?:^|\/)c\/([^/?#]+)\/?(?:\?\S*)?$/i.exec(address);
    return { number: found ? found[1].toUpperCase().replace(/[-\s]/g, "") : "", proof: rest.join("#") };
  };
  const isNumber = (text) => {
    const compact = text.toUpperCase().replace(/^.*\/C\//, "").replace(/[-\s/]/g, "");
    return /^[0-9CDFJKLMNPTVWX]{13}$/.test(compact) && checkCharacter(compact.slice(0, 12)) === compact[12];
  };

  /* What was typed, pasted or scanned: facts with their signed message, or what it is instead. */
  const read = (text) => {
    if (!text.trim()) return { is: "empty" };
    let is = "foreign";
    for (const reading of readings(text.slice(0, 1000))) {
      const { number, proof } = cut(reading);
      try {
        const found = fromProof(proof);
        if (number && number !== found.facts.number.replace(/-/g, "")) return { is: "damaged" };
        return { is: "proof", ...found };
      } catch (error) {
        if (!(error instanceof Damaged)) throw error;
      }
      if (isNumber(reading) && is === "foreign") is = "number";
      else if (number || /^[0-9A-Z$/.:-]{60,}$/i.test(proof.trim())) is = "damaged";
    }
    return { is };
  };

  self.otauProof = {
    Damaged, ascii, folded, fromBase41, fromCbor, fromCose, hex, joined, nameDigest, normalName, read, readings, sha256,
  };
})();
