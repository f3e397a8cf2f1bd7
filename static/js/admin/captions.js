/* Captions as rows over the text area of courses.blocks.captions.CaptionsInput, which keeps the
   WebVTT text and is all there is without JavaScript. The words come from data-captions-*-word. */
(() => {
  const TIMES = /^\s*(?:(\d{2,}):)?(\d{2}):(\d{2})[.,](\d{3})\s+-->\s+(?:(\d{2,}):)?(\d{2}):(\d{2})[.,](\d{3})(?:\s.*)?$/;
  const TIME = /^\s*(?:(\d{1,3}):)?(\d{1,2}):(\d{2})(?:[.,](\d{1,3}))?\s*$/;
  const ASIDE = /^(WEBVTT|NOTE|STYLE|REGION)(\s|$)/;

  const milliseconds = ([hours, minutes, seconds, rest]) =>
    Number(minutes) > 59 || Number(seconds) > 59
      ? null
      : ((Number(hours || 0) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number((rest || "0").padEnd(3, "0"));

  const clock = (time) => {
    const two = (number) => String(number).padStart(2, "0");
    const seconds = Math.floor(time / 1000);
    return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}.${String(time % 1000).padStart(3, "0")}`;
  };

  const readTime = (text) => {
    const match = TIME.exec(text);
    return match ? milliseconds(match.slice(1)) : null;
  };

  /* The rows of a text; null when it is not all captions. */
  const readRows = (text) => {
    const rows = [];
    const blocks = text.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n").split(/\n\s*\n/);
    for (const block of blocks) {
      const lines = block.split("\n").filter((line) => line.trim());
      if (!lines.length) continue;
      const at = lines.findIndex((line) => line.includes("-->"));
      if (at < 0 && ASIDE.test(lines[0])) continue;
      if (lines[0].startsWith("NOTE")) continue;
      const match = at >= 0 && at < 2 ? TIMES.exec(lines[at]) : null;
      const words = lines.slice(at + 1).map((line) => line.trim());
      if (!match || words.some((line) => line.includes("-->"))) return null;
      const times = [milliseconds(match.slice(1, 5)), milliseconds(match.slice(5, 9))];
      if (times.includes(null)) return null;
      rows.push({ start: clock(times[0]), end: clock(times[1]), text: words.join("\n") });
    }
    return rows;
  };

  const make = (name, properties = {}, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };

  class CaptionsController extends window.StimulusModule.Controller {
    connect() {
      if (this.panel) return;
      this.list = make("ol", { className: "captions__rows" });
      this.note = make("p", { className: "captions__note", textContent: this.word("unreadable"), hidden: true });
      this.note.setAttribute("role", "status");
      const file = make("input", { type: "file", accept: ".vtt,.srt,text/vtt", className: "captions__file" });
      file.addEventListener("change", () => this.take(file));
      this.addButton = this.button("add", () => this.add());
      this.modeButton = this.button(this.wantsText ? "as-rows" : "as-text", () => this.switchMode());
      const take = make("label", { className: "captions__take button button-small button-secondary" }, this.word("take"), file);
      this.panel = make("div", { className: "captions" }, this.list, this.note,
        make("div", { className: "captions__buttons" }, this.addButton, take, this.modeButton));
      this.element.after(this.panel);
      this.element.addEventListener("change", this.fromOutside);
      this.show();
    }

    disconnect() {
      this.element.removeEventListener("change", this.fromOutside);
      this.element.hidden = false;
      this.panel?.remove();
      this.panel = null;
    }

    fromOutside = () => {
      if (!this.writing && !this.wantsText) this.show();
    };

    word(name) {
      return this.element.getAttribute(`data-captions-${name}-word`) || name;
    }

    button(name, act) {
      const button = make("button", { type: "button", className: "button button-small button-secondary", textContent: this.word(name) });
      button.addEventListener("click", act);
      return button;
    }

    switchMode() {
      this.wantsText = !this.wantsText;
      this.show();
    }

    show() {
      const rows = readRows(this.element.value);
      const asRows = rows !== null && !this.wantsText;
      this.list.replaceChildren(...(asRows ? rows.map((row) => this.row(row)) : []));
      this.element.hidden = asRows;
      this.list.hidden = !asRows;
      this.addButton.hidden = !asRows;
      this.note.hidden = rows !== null;
      this.modeButton.textContent = this.word(asRows ? "as-text" : "as-rows");
      this.check();
    }

    row({ start, end, text }) {
      const field = (name, properties) => {
        const input = make(name === "text" ? "textarea" : "input", properties);
        input.name = "";
        input.setAttribute("data-part", name);
        input.addEventListener("input", () => this.write());
        input.addEventListener("change", (event) => event.stopPropagation());
        return make("label", { className: `captions__${name}` }, make("span", { textContent: this.word(name) }), input);
      };
      const remove = this.button("remove", () => {
        const next = item.nextElementSibling || item.previousElementSibling;
        item.remove();
        this.write();
        (next?.querySelector("[data-part=text]") || this.addButton).focus();
      });
      const item = make("li", { className: "captions__row" },
        field("start", { type: "text", value: start, inputMode: "decimal", spellcheck: false }),
        field("end", { type: "text", value: end, inputMode: "decimal", spellcheck: false }),
        field("text", { value: text, rows: 2 }),
        remove, make("p", { className: "captions__error", hidden: true }));
      item.lastElementChild.setAttribute("role", "alert");
      return item;
    }

    add() {
      const last = this.list.lastElementChild;
      const begins = last ? readTime(this.part(last, "end").value) || 0 : 0;
      const item = this.row({ start: clock(begins), end: clock(begins + 3000), text: "" });
      this.list.append(item);
      this.write();
      this.part(item, "text").focus();
    }

    async take(file) {
      if (!file.files.length) return;
      this.wantsText = false;
      this.put(await file.files[0].text());
      file.value = "";
      this.show();
    }

    part(item, name) {
      return item.querySelector(`[data-part=${name}]`);
    }

    /* The rows into the text; times typed shortly (1:02) are written fully. */
    write() {
      const cues = [...this.list.children].map((item) => {
        const [start, end] = ["start", "end"].map((name) => {
          const typed = this.part(item, name).value;
          const time = readTime(typed);
          return time === null ? typed.trim() || "?" : clock(time);
        });
        const words = this.part(item, "text").value.split("\n").filter((line) => line.trim()).join("\n");
        return `${start} --> ${end}\n${words}\n`;
      });
      this.put(cues.length ? `WEBVTT\n\n${cues.join("\n")}` : "");
      this.check();
    }

    put(text) {
      this.writing = true;
      this.element.value = text;
      this.element.dispatchEvent(new Event("input", { bubbles: true }));
      this.element.dispatchEvent(new Event("change", { bubbles: true }));
      this.writing = false;
    }

    check() {
      let before = null;
      for (const item of this.list.children) {
        const [start, end] = ["start", "end"].map((name) => readTime(this.part(item, name).value));
        let wrong = "";
        if (start === null || end === null) wrong = "bad-time";
        else if (end <= start) wrong = "reversed";
        else if (before !== null && start < before) wrong = "overlap";
        else if (!this.part(item, "text").value.trim()) wrong = "empty";
        const error = item.querySelector(".captions__error");
        error.hidden = !wrong;
        error.textContent = wrong ? this.word(wrong) : "";
        item.classList.toggle("captions__row--wrong", Boolean(wrong));
        before = end;
      }
    }
  }

  window.wagtail.app.register("captions", CaptionsController);
})();
