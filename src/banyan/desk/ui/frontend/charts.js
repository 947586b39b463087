// Draws a chart from an ECharts option in plain JSON. A formatter is a name: "yuan" shows an amount
// in fen, "percent" millionths, "count" a whole number. Colours follow the theme of the page. Data with
// a "link" lead there when clicked.
import * as echarts from "echarts/core";
import {
  BarChart,
  HeatmapChart,
  LineChart,
  PieChart,
  SankeyChart,
  ScatterChart,
} from "echarts/charts";
import {
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
} from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { CHANGED } from "./theme-choice.js";

echarts.use([
  BarChart,
  HeatmapChart,
  LineChart,
  PieChart,
  SankeyChart,
  ScatterChart,
  DatasetComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapContinuousComponent,
  CanvasRenderer,
]);

const language = document.documentElement.lang.startsWith("zh") ? "zh-CN" : "en";
const short = new Intl.NumberFormat(language, { notation: "compact", maximumFractionDigits: 2 });
const whole = new Intl.NumberFormat(language);
const formatters = {
  yuan: (fen) => short.format(fen / 100),
  percent: (millionths) => `${short.format(millionths / 10000)}%`,
  count: (number) => whole.format(number),
};

/** An axis gives a formatter the value, a label or a tooltip an object that holds it. */
function named(format) {
  return (value) => format(typeof value === "object" && value !== null ? value.value : value);
}

function withFormatters(part) {
  if (Array.isArray(part)) return part.map(withFormatters);
  if (part === null || typeof part !== "object") return part;
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) =>
      (key === "formatter" || key === "valueFormatter") && value in formatters
        ? [key, named(formatters[value])]
        : [key, withFormatters(value)],
    ),
  );
}

function look() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(`--banyan-chart-${name}`).trim();
  const text = { color: colour("text"), fontFamily: getComputedStyle(document.body).fontFamily };
  const axis = {
    axisLabel: { color: colour("text") },
    axisLine: { lineStyle: { color: colour("line") } },
    splitLine: { lineStyle: { color: colour("line") } },
    nameTextStyle: text,
  };
  return {
    color: [1, 2, 3, 4, 5, 6].map(colour),
    backgroundColor: "transparent",
    textStyle: text,
    categoryAxis: axis,
    valueAxis: axis,
    timeAxis: axis,
    legend: { textStyle: text },
    heatmap: { itemStyle: { borderColor: colour("ground"), borderWidth: 3, borderRadius: 6 } },
  };
}

function draw(figure) {
  const picture = figure.querySelector("[data-chart-picture]");
  const option = withFormatters(JSON.parse(figure.querySelector("script").textContent));
  echarts.getInstanceByDom(picture)?.dispose();
  const chart = echarts.init(picture, look());
  chart.setOption({
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    ...option,
    ...(option.legend && { legend: { top: 0, left: 0, ...option.legend } }),
    series: [option.series].flat().map((one) => ({ barMaxWidth: 56, ...one })),
    grid: { left: 8, right: 16, top: 40, bottom: 8, containLabel: true, ...option.grid },
    // the page's content security policy allows no markup with styles
    tooltip: { trigger: "axis", confine: true, ...option.tooltip, renderMode: "richText" },
  });
  // the table under the picture has the same links, for keyboards
  chart.on("click", ({ data }) => data?.link && location.assign(data.link));
  return chart;
}

export function show(figure) {
  let chart = draw(figure);
  new ResizeObserver(() => chart.resize()).observe(figure);
  document.addEventListener(CHANGED, () => {
    if (figure.isConnected) chart = draw(figure);
  });
}
