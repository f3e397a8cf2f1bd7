/* The button of a camera, where there is one. The camera's own code is loaded when it is asked for. */
(() => {
  const button = document.querySelector("[data-camera]");
  if (!button || !navigator.mediaDevices || !navigator.mediaDevices.enumerateDevices) return;
  navigator.mediaDevices.enumerateDevices().then((devices) => {
    button.hidden = !devices.some((device) => device.kind === "videoinput");
  }, () => {});
  button.addEventListener("click", () => {
    if (window.otauCamera) {
      window.otauCamera.open();
      return;
    }
    const script = document.createElement("script");
    script.src = button.dataset.camera;
    document.head.append(script);
  });
})();
