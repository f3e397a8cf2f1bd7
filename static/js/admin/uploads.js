/* A file that is too large is refused before it is sent; the server would refuse it too (cms/uploads).
   Fields of forms say their limit in data-most-bytes; Wagtail's uploader of many files has no such
   field, and takes its limits from this script's own attributes. */
(() => {
  const own = document.currentScript.dataset;

  const tooLarge = (input) => [...(input.files || [])].some((file) => file.size > Number(input.dataset.mostBytes));

  const show = (input) => {
    const wrong = tooLarge(input);
    let note = input.parentElement.querySelector(".upload-too-large");
    if (wrong && !note) {
      note = Object.assign(document.createElement("p"), { className: "error-message upload-too-large" });
      note.setAttribute("role", "alert");
      input.after(note);
    }
    if (wrong) note.textContent = input.dataset.tooLarge;
    else note?.remove();
    input.toggleAttribute("aria-invalid", wrong);
    return wrong;
  };

  document.addEventListener("change", (event) => {
    if (event.target.matches?.("input[type=file][data-most-bytes]")) show(event.target);
  });

  document.addEventListener("submit", (event) => {
    const wrong = [...event.target.querySelectorAll("input[type=file][data-most-bytes]")].filter(show);
    if (!wrong.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    wrong[0].focus();
  }, true);

  const many = (event, data) => {
    const kind = window.location.pathname.includes("/documents/") ? "document" : "picture";
    const most = Number(own[`${kind}Bytes`]);
    if (!data.files.some((file) => file.size > most)) return;
    event.preventDefault();
    data.context.removeClass("upload-uploading").addClass("upload-complete upload-failure");
    data.context.find(".right .error_messages").text(own[`${kind}TooLarge`]);
  };

  /* What the server says goes where Wagtail shows what the network says. */
  const refused = (event, data) => {
    const said = data.jqXHR?.status === 413 && JSON.parse(data.jqXHR.responseText || "{}").error_message;
    if (said) data.errorThrown = said;
  };

  document.addEventListener("DOMContentLoaded", () => {
    window.jQuery?.(document).on("fileuploadsubmit", many).on("fileuploadfail", refused);
  });
})();
