// The photo of a visit: shown at once, made small and upright on the phone, kept with the words, and
// taken off again. What cannot be sent is said when it is chosen.
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper, forms: { make, button } } = hemao;
  const SIDE = 1600; // pixels
  const PREVIEW = 320;
  const QUALITY = 0.8;
  const LARGEST = 30 * 1024 * 1024; // bytes; a phone that opens more may end the page
  const HEIC = "这张照片是HEIC格式，这部手机转不了，送去了也打不开。请点“用相机拍一张”，或者在相机设置里关掉“高效率”再拍。";
  const BROKEN = "这张照片打不开，请另选一张，或者用相机拍一张。";
  const HUGE = "这张照片太大，这部手机处理不了，请另选一张，或者用相机拍一张。";
  const NO_ROOM = "手机里放不下这张照片了，文字不受影响。请先不带照片保存，或者清理手机后再选。";

  async function isHeic(file) {
    const head = new Uint8Array(await buffer(file.slice(0, 12)));
    const text = String.fromCharCode(...head.slice(4, 12));
    return text.startsWith("ftyp") && ["heic", "heix", "hevc", "heif", "mif1", "msf1"].includes(text.slice(4));
  }

  function buffer(blob) {
    return new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.onerror = () => reject(reader.error);
      reader.readAsArrayBuffer(blob);
    });
  }

  function drawn(picture, side) {
    const scale = Math.min(1, side / Math.max(picture.width, picture.height));
    const canvas = make("canvas", "", { width: Math.round(picture.width * scale), height: Math.round(picture.height * scale) });
    const pen = canvas.getContext("2d");
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
    return canvas;
  }

  const asJpeg = (canvas) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));

  // The bytes of the small picture, or the sentence that says why there are none.
  async function small(file) {
    if (file.size > LARGEST) return { refusal: HUGE };
    if (!window.createImageBitmap) return { bytes: await buffer(file) }; // the office makes it small
    try {
      const picture = await createImageBitmap(file);
      const bytes = await buffer(await asJpeg(drawn(picture, SIDE)));
      picture.close();
      return { bytes };
    } catch (error) {
      return { refusal: (await isHeic(file).catch(() => false)) ? HEIC : BROKEN };
    }
  }

  const placeOf = (form) => form.querySelector('[data-field="photo"]');

  function clear(form) {
    placeOf(form).querySelectorAll(".preview, .errorlist").forEach((element) => element.remove());
    form.elements.photo.value = "";
  }

  async function show(form) {
    const uuid = form.elements.uuid.value;
    const bytes = await keeper.picture(uuid);
    if (!bytes || !window.createImageBitmap) return;
    const canvas = drawn(await createImageBitmap(new Blob([bytes], { type: "image/jpeg" })), PREVIEW);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "选好的照片");
    const preview = make("div", "", { className: "preview" });
    preview.append(canvas, button("去掉这张照片", () => remove(form)));
    placeOf(form).append(preview);
    placeOf(form).closest("details").open = true;
  }

  async function remove(form) {
    clear(form);
    form.picture = false;
    await keeper.dropPicture(form.elements.uuid.value);
    form.dispatchEvent(new Event("change"));
  }

  function refuse(form, sentence) {
    const list = make("ul", "", { className: "errorlist" });
    list.append(make("li", sentence));
    list.setAttribute("role", "alert");
    placeOf(form).append(list);
  }

  async function take(form, input) {
    const file = input.files[0];
    if (!file) return;
    const place = placeOf(form);
    clear(form);
    const wait = make("p", "正在处理照片…", { className: "hint" });
    place.append(wait);
    const { bytes, refusal } = await small(file);
    wait.remove();
    if (refusal) return refuse(form, refusal);
    if (!(await keeper.keepPicture(form.elements.uuid.value, bytes))) {
      form.picture = false;
      return refuse(form, NO_ROOM);
    }
    form.picture = true;
    await show(form);
  }

  // The camera itself, which takes what can be read.
  function offerCamera(form) {
    const { photo } = form.elements;
    if (!photo || placeOf(form).querySelector("[capture]")) return;
    const camera = make("input", "", { type: "file", accept: "image/jpeg", hidden: true });
    camera.setAttribute("capture", "environment");
    camera.setAttribute("aria-label", "用相机拍一张");
    placeOf(form).append(camera, button("用相机拍一张", () => camera.click()));
  }

  hemao.photos = {
    take,
    prepare: (form) => {
      offerCamera(form);
      if (form.picture) show(form);
    },
  };
  hemao.whole.then(() => document.querySelectorAll(".visit-form").forEach(hemao.photos.prepare));
})();
