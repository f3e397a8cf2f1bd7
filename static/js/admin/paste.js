/* Paste from Word keeps headings, lists and emphasis, and nothing else. Word writes its lists as
   paragraphs with a bullet drawn in front, its headings from h1 on, and a page of styles around
   them. What is pasted into an editor is rewritten before the editor sees it; what the place does
   not allow (a heading in a tip) the editor leaves out itself. Links of a document are left out
   too: where a fact comes from belongs to the sources, other links are made by hand. */
(() => {
  const KEPT = { STRONG: "B", B: "B", EM: "I", I: "I", BR: "BR" };
  const HEADINGS = { H1: "h2", H2: "h2", H3: "h3", H4: "h3", H5: "h3", H6: "h3" };
  const LEFT_OUT = "style, script, meta, link, title, xml, img, picture, svg, object, video, audio, o\\:p, v\\:shape, v\\:imagedata, del";

  const styleOf = (element) => (element.getAttribute("style") || "").replace(/\s/g, "").toLowerCase();
  const isListItem = (element) =>
    /MsoList(Paragraph|Bullet|Number)/i.test(element.className) || /mso-list:l\d/.test(styleOf(element));
  const isTitle = (element) => /Mso(Title|Heading1)/i.test(element.className);

  const inline = (from, to) => {
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE) {
        to.append(node.data.replace(/[\s\u00a0]+/g, " "));
      } else if (node.nodeType === Node.ELEMENT_NODE) {
        // The bullet or number that Word drew.
        if (/mso-list:ignore/.test(styleOf(node))) continue;
        const style = styleOf(node);
        let tag = KEPT[node.tagName] || "";
        if (tag === "B" && /(^|;)font-weight:(normal|400)/.test(style)) tag = "";
        if (tag === "I" && /(^|;)font-style:normal/.test(style)) tag = "";
        const targets = [];
        if (tag) targets.push(tag);
        if (node.tagName === "SPAN" && /(^|;)font-weight:(bold|[6-9]00)/.test(style)) targets.push("B");
        if (node.tagName === "SPAN" && /(^|;)font-style:italic/.test(style)) targets.push("I");
        let inner = to;
        for (const name of targets) {
          const made = document.createElement(name);
          inner.append(made);
          inner = made;
        }
        inline(node, inner);
      }
    }
  };
  const block = (tag, from) => {
    const made = document.createElement(tag);
    inline(from, made);
    return made.textContent.trim() ? made : null;
  };
  const isNumbered = (element) => {
    const mark = [...element.querySelectorAll("span")].find((one) => /mso-list:ignore/.test(styleOf(one)));
    return /^\s*[\p{L}\p{N}]{1,4}[.)]/u.test(mark ? mark.textContent : "");
  };
  const BLOCKS = "p, h1, h2, h3, h4, h5, h6, ul, ol, div, table, blockquote, section, article, tr, td, th, li";

  const rewrite = (from, to) => {
    let list = null; // the list that Word's paragraphs are being gathered in
    let loose = null; // text that stands in no block
    const add = (made) => {
      list = loose = null;
      if (made) to.append(made);
    };
    for (const node of from.childNodes) {
      if (node.nodeType === Node.TEXT_NODE || (node.nodeType === Node.ELEMENT_NODE && !node.matches(BLOCKS) && !node.querySelector(BLOCKS))) {
        if (!node.textContent.trim() && !loose) continue;
        if (!loose) {
          list = null;
          loose = document.createElement("p");
          to.append(loose);
        }
        const holder = document.createElement("span");
        holder.append(node.cloneNode(true));
        inline(holder, loose);
      } else if (node.nodeType !== Node.ELEMENT_NODE) {
        continue;
      } else if (isListItem(node)) {
        loose = null;
        const item = block("li", node);
        const tag = isNumbered(node) ? "OL" : "UL";
        if (!item) continue;
        if (!list || list.tagName !== tag) {
          list = document.createElement(tag);
          to.append(list);
        }
        list.append(item);
      } else if (HEADINGS[node.tagName] || isTitle(node)) {
        add(block(HEADINGS[node.tagName] || "h2", node));
      } else if (node.matches("ul, ol")) {
        const made = document.createElement(node.tagName);
        for (const item of node.querySelectorAll("li")) {
          const own = item.cloneNode(true);
          own.querySelectorAll("ul, ol").forEach((inside) => inside.remove());
          const one = block("li", own);
          if (one) made.append(one);
        }
        add(made.children.length ? made : null);
      } else if (node.matches("tr")) {
        // A table has no place in a lesson; its rows stay readable.
        const row = document.createElement("p");
        [...node.children].forEach((cell, n) => {
          if (n) row.append(" – ");
          inline(cell, row);
        });
        add(row.textContent.trim() ? row : null);
      } else if (node.matches("p, blockquote") && !node.querySelector(BLOCKS)) {
        add(block(node.tagName === "BLOCKQUOTE" ? "blockquote" : "p", node));
      } else {
        list = loose = null;
        rewrite(node, to);
      }
    }
  };

  const clean = (html) => {
    // Word's conditional comments hold a second copy of bullets and pictures.
    const plain = html.replace(/<!--\[if[\s\S]*?<!\[endif\]-->/gi, "").replace(/<!\[(if|endif)[^>]*>/gi, "");
    const page = new DOMParser().parseFromString(plain, "text/html");
    page.querySelectorAll(LEFT_OUT).forEach((one) => one.remove());
    const walker = page.createTreeWalker(page.body, NodeFilter.SHOW_COMMENT);
    const comments = [];
    while (walker.nextNode()) comments.push(walker.currentNode);
    comments.forEach((one) => one.remove());
    const holder = document.createElement("div");
    rewrite(page.body, holder);
    return { html: holder.innerHTML, text: holder.innerText };
  };

  document.addEventListener(
    "paste",
    (event) => {
      const editor = event.target.closest && event.target.closest(".Draftail-Editor");
      const html = editor && event.clipboardData && event.clipboardData.getData("text/html");
      // Draftail marks what it copied itself; that is right already.
      if (!html || event.otau || html.includes("data-draftjs-conductor-fragment")) return;
      const cleaned = clean(html);
      if (!cleaned.html) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const data = new DataTransfer();
      data.setData("text/html", cleaned.html);
      data.setData("text/plain", event.clipboardData.getData("text/plain") || cleaned.text);
      const again = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
      again.otau = true;
      event.target.dispatchEvent(again);
    },
    true,
  );
})();
