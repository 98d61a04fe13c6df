// The zh-CN locale of plotly.js (MIT licence, see plotly-LICENSE.txt), cut down to what the charts can show.
// Plotly itself comes with the first chart: until then it finds the locale here.
window.PlotlyLocales = (window.PlotlyLocales || []).concat({
  moduleType: "locale",
  name: "zh-CN",
  dictionary: { "Zoom": "缩放", "Pan": "平移", "Reset axes": "重置轴", "Double-click to zoom back out": "双击返回缩小显示" },
  format: {
    days: ['星期日', '星期一', '星期二', '星期三', '星期四', '星期五', '星期六'],
    shortDays: ['周日', '周一', '周二', '周三', '周四', '周五', '周六'],
    months: ['一月', '二月', '三月', '四月', '五月', '六月', '七月', '八月', '九月', '十月', '十一月', '十二月'],
    shortMonths: ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二'],
    date: '%Y-%m-%d'
  }
});
