// Photos as a phone sends them: scaled down, turned as they were taken, as JPEG.
const LONGEST = 1600;
const QUALITY = 0.8;
const THUMB = 160;

function drawn(bitmap, longest) {
  const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

/** A photo with its name and content. Rejects where the browser cannot read it. */
export async function smaller(file) {
  const bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  const canvas = drawn(bitmap, LONGEST);
  bitmap.close();
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  return { name: `${file.name.replace(/\.\w+$/, "") || "photo"}.jpg`, blob };
}

/** A small picture of a photo, for the page. */
export async function thumb(blob) {
  const bitmap = await createImageBitmap(blob);
  const canvas = drawn(bitmap, THUMB);
  bitmap.close();
  return canvas;
}
