// Draws the card in `SAMPLE` four times, as Teams does on a desk and on a phone, light and dark.
// The look (sizes, colours, six actions in a row) follows what Teams publishes for its host.
function look(dark) {
  const text = { default: { default: dark ? "#FFFFFF" : "#242424", subtle: dark ? "#D6D6D6" : "#616161" } };
  for (const name of ["dark", "light", "accent", "good", "warning"]) text[name] = text.default;
  const on = (attention) => ({ ...text, attention: { default: attention, subtle: attention } });
  const style = (background, attention) => ({ backgroundColor: background, foregroundColors: on(attention) });
  const red = dark ? "#F1707B" : "#C4314B";
  return {
    supportsInteractivity: true,
    fontFamily: "'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif",
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 200, default: 400, bolder: 600 },
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 16 },
    separator: { lineThickness: 1, lineColor: dark ? "#525252" : "#E0E0E0" },
    containerStyles: {
      default: style(dark ? "#292929" : "#FFFFFF", red),
      emphasis: style(dark ? "#1F1F1F" : "#F5F5F5", red),
      warning: style(dark ? "#4A3B12" : "#FDF6E3", red),
      attention: style(dark ? "#4B2226" : "#FCEDEE", red),
    },
    actions: {
      maxActions: 6, buttonSpacing: 8, actionsOrientation: "horizontal", actionAlignment: "left",
      showCard: { actionMode: "inline", inlineTopMargin: 16, style: "emphasis" },
    },
  };
}

const markdown = window.markdownit();
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

for (const dark of [false, true]) {
  for (const width of [560, 330]) {
    const frame = document.createElement("section");
    frame.className = dark ? "dark" : "light";
    const told = document.createElement("p");
    told.className = "told";
    told.textContent = SAMPLE.text || SAMPLE.title || "";
    const card = new AdaptiveCards.AdaptiveCard();
    card.hostConfig = new AdaptiveCards.HostConfig(look(dark));
    card.parse(SAMPLE.card);
    const box = document.createElement("div");
    box.className = "card";
    box.style.width = width + "px";
    box.append(card.render());
    frame.append(told, box);
    document.body.append(frame);
    if (SAMPLE.unfold) [...box.querySelectorAll("button")].find((one) => one.textContent === SAMPLE.unfold).click();
  }
}
