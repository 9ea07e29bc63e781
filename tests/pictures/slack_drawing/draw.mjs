// Reads [{name, kind, title, submit, close, blocks}] on standard input; writes NAME.html for each into the folder given.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { Message } from "slack-blocks-to-jsx";

const folder = process.argv[2];
const css = readFileSync(createRequire(import.meta.url).resolve("slack-blocks-to-jsx/dist/style.css"), "utf-8");
const logo = "data:image/svg+xml," + encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="36" height="36"><rect width="36" height="36" rx="8" fill="#1f3a5f"/>' +
  '<path d="M10 27V9h14v4H15v4h7v4h-7v6z" fill="#fff"/></svg>');
const frame = `
  body { margin: 0; padding: 16px; background: #fff; width: 620px; font-family: Lato, "DejaVu Sans", sans-serif; }
  .modal { border: 1px solid #bbb; border-radius: 8px; width: 520px; }
  .modal > header, .modal > footer { display: flex; justify-content: space-between; padding: 14px 20px; font-weight: 700; }
  .modal > header { border-bottom: 1px solid #ddd; } .modal > footer { border-top: 1px solid #ddd; justify-content: flex-end; gap: 8px; }
  .modal > main, .home { padding: 8px 16px; }
  .modal [class*=header], .home [class*=slack_blocks_to_jsx__header] {}
  .modal img[alt=logo], .home img[alt=logo] { display: none; }
  .button { border: 1px solid #bbb; border-radius: 4px; padding: 6px 12px; } .go { background: #007a5a; color: #fff; border: 0; }
`;
const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");

for (const one of JSON.parse(readFileSync(0, "utf-8"))) {
  const plain = one.kind !== "message";
  const drawn = renderToStaticMarkup(createElement(Message, {
    blocks: one.blocks, logo, name: "Foothold", time: new Date("2024-03-04T09:30:00Z"), withoutWrapper: plain,
  }));
  const body = one.kind === "modal"
    ? `<div class="modal"><header><span>${escaped(one.title)}</span><span>×</span></header><main>${drawn}</main><footer>` +
      `<span class="button">${escaped(one.close)}</span>${one.submit ? `<span class="button go">${escaped(one.submit)}</span>` : ""}</footer></div>`
    : `<div class="${one.kind}">${drawn}</div>`;
  writeFileSync(`${folder}/${one.name}.html`, `<!doctype html><meta charset="utf-8"><style>${css}${frame}</style>${body}`);
}
