// Builds what the pages load into ../static/ui: one style sheet, one module (charts apart, loaded
// where a page has one), the script that sets the theme before the page is painted, and one file
// of icons; and into ../fonts what letters are set in.
import { copyFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const desk = join(here, "..", "..");
const target = join(here, "..", "static", "ui");
const fonts = join(here, "..", "fonts");
const letters = join(here, "node_modules", "@expo-google-fonts", "noto-serif-sc");
const icons = join(here, "node_modules", "@tabler", "icons", "icons");

/** Every file under a folder whose name ends so, without what was installed or built. */
async function files(folder, ...endings) {
  const found = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["node_modules", "static", "fonts", "migrations", "__pycache__"].includes(entry.name)) {
        found.push(...(await files(path, ...endings)));
      }
    } else if (endings.some((ending) => entry.name.endsWith(ending))) {
      found.push(path);
    }
  }
  return found;
}

/** The icons that the desk may show: every quoted word in its templates and code that is one's
 * name. A few words too many cost less than a list that has to be kept. */
async function iconNames() {
  const known = new Set((await readdir(join(icons, "outline"))).map((name) => name.slice(0, -4)));
  const names = new Set();
  for (const path of await files(desk, ".html", ".py")) {
    for (const [, , name] of (await readFile(path, "utf8")).matchAll(/(["'])([a-z0-9-]+)\1/g)) {
      if (known.has(name)) names.add(name);
    }
  }
  return [...names].sort();
}

async function sprite() {
  const symbols = [];
  for (const name of await iconNames()) {
    const drawing = await readFile(join(icons, "outline", `${name}.svg`), "utf8");
    const inside = drawing
      .slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"))
      .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none" \/>/, "")
      .replace(/\s*\n\s*/g, "");
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24">${inside}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join("\n")}\n</svg>\n`;
}

await rm(target, { recursive: true, force: true });
await mkdir(target, { recursive: true });
const shared = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  charset: "utf8",
  legalComments: "eof",
  target: ["chrome123", "firefox121", "safari17.5"],
  logLevel: "warning",
};
await build({
  ...shared,
  entryPoints: { desk: "desk.js" },
  outdir: target,
  format: "esm",
  splitting: true,
  chunkNames: "[name]-[hash]",
});
await build({ ...shared, entryPoints: { theme: "theme.js" }, outdir: target, format: "iife" });
// What the record of a visit needs to work without signal: the page's script, and its worker.
const visits = join(desk, "visits", "frontend");
for (const name of ["phone", "worker"]) {
  const entryPoints = { [`visits-${name}`]: join(visits, `${name}.js`) };
  await build({ ...shared, entryPoints, outdir: target, format: "iife" });
}
await build({ ...shared, entryPoints: { desk: "desk.css" }, outdir: target });
for (const name of await readdir(join(here, "pictures"))) {
  await copyFile(join(here, "pictures", name), join(target, name));
}
// Letters (PDF) are set in these; no browser loads them.
await rm(fonts, { recursive: true, force: true });
await mkdir(fonts, { recursive: true });
for (const weight of ["400Regular", "700Bold"]) {
  const name = `NotoSerifSC_${weight}.ttf`;
  await copyFile(join(letters, weight, name), join(fonts, name));
}
await copyFile(join(letters, "LICENSE_FONT"), join(fonts, "LICENSE"));
await writeFile(join(target, "icons.svg"), await sprite());
