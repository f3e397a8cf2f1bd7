/* Reads a certificate's QR code by the camera into the one field of the desk, or into the field that
   the button names. The browser's own reader where it has one, else jsQR, loaded once. No picture
   leaves the page. */
(() => {
  const PAUSE = 150; // milliseconds between two looks
  const MOST_PIXELS = 800; // on the longer side: enough for 49 modules, quick on a slow computer
  const box = document.getElementById("camera");
  const picture = box.querySelector("video");
  const button = document.querySelector("[data-camera]");
  const field = document.getElementById(button.dataset.field || "id_fact");
  const canvas = document.createElement("canvas");
  let stream = null;
  let turn = 0; // grows with each opening and closing: what belongs to an earlier one stops

  const say = (what) => {
    const words = box.querySelector(`[data-say="${what}"]`) || box.querySelector('[data-say="other"]');
    box.querySelector("[role=status]").textContent = words.textContent;
  };

  const load = (address) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = () => failed(new Error("not loaded"));
      document.head.append(script);
    });

  const frame = () => {
    const scale = Math.min(1, MOST_PIXELS / Math.max(picture.videoWidth, picture.videoHeight));
    canvas.width = Math.round(picture.videoWidth * scale);
    canvas.height = Math.round(picture.videoHeight * scale);
    const context = canvas.getContext("2d");
    context.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  };

  const reader = async () => {
    if ("BarcodeDetector" in window) {
      const formats = await window.BarcodeDetector.getSupportedFormats();
      if (formats.includes("qr_code")) {
        const detector = new window.BarcodeDetector({ formats: ["qr_code"] });
        return async () => {
          const [found] = await detector.detect(picture);
          return found ? found.rawValue : "";
        };
      }
    }
    if (!window.jsQR) await load(button.dataset.decoder);
    return async () => {
      const { data, width, height } = frame();
      const found = window.jsQR(data, width, height, { inversionAttempts: "dontInvert" });
      return found ? found.data : "";
    };
  };

  const stop = () => {
    turn += 1;
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
    picture.srcObject = null;
  };

  const close = () => {
    stop();
    box.hidden = true;
    field.focus();
  };

  const open = async () => {
    stop();
    const mine = turn;
    box.hidden = false;
    box.querySelector("[data-camera-stop]").focus();
    say("loading");
    try {
      const given = await navigator.mediaDevices.getUserMedia({
        audio: false,
        video: { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (mine !== turn) {
        for (const track of given.getTracks()) track.stop();
        return;
      }
      stream = given;
      picture.srcObject = given;
      await picture.play();
      const read = await reader();
      say("looking");
      while (mine === turn) {
        const text = picture.videoWidth ? await read() : "";
        if (text && mine === turn) {
          stop();
          box.hidden = true;
          field.value = text.slice(0, field.maxLength);
          field.form.requestSubmit();
          return;
        }
        await new Promise((wake) => setTimeout(wake, PAUSE));
      }
    } catch (error) {
      if (mine !== turn) return;
      stop();
      say(error.name);
    }
  };

  box.querySelector("[data-camera-stop]").addEventListener("click", close);
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || box.hidden) return;
      event.preventDefault();
      event.stopPropagation();
      close();
    },
    true,
  );
  addEventListener("pagehide", stop);
  window.otauCamera = { open };
  open();
})();
