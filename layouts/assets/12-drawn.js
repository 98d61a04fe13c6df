// Most of a page answers to no callback: tables, words, links, hexagons. React draws such parts straight from the tree
// that was sent, as one component (Drawn), instead of one watched component of the framework for every cell.
(function () {
  "use strict";
  var HTML = "dash_html_components", CORE = "dash_core_components", OURS = "dashboard_parts";
  var LINK = ["children", "href", "className", "title", "id", "style", "target"];
  // What can send the reader away or draw another page stays with the framework, which looks at where it leads.
  var WATCHED = ["Form", "Iframe", "ObjectEl", "Embed", "Script", "Meta", "Base"];
  var called = null, light = new WeakMap(), drawn = new WeakMap(), elements = new WeakMap();

  function isPart(node) { return Boolean(node && node.props && node.namespace && node.type); }

  function collect(node, ids) {
    [].concat(node || []).forEach(function (part) {
      if (!isPart(part)) { return; }
      if (part.props.id) { ids.add(part.props.id); }
      collect(part.props.children, ids);
    });
    return ids;
  }

  // The names that a callback may read or fill: the page tells all of them at its start.
  function isCalled(id) {
    if (!called) {
      called = collect(JSON.parse(document.getElementById("_dash-config").textContent).validation_layout, new Set());
    }
    return typeof id !== "string" || called.has(id);
  }

  function isPlain(node) {
    if (node.props.id !== undefined && isCalled(node.props.id)) { return false; }
    if (node.namespace === HTML) { return WATCHED.indexOf(node.type) < 0; }
    return node.namespace === CORE && node.type === "Link" &&
      Object.keys(node.props).every(function (name) { return LINK.indexOf(name) >= 0; });
  }

  function isLight(node) {
    if (Array.isArray(node)) { return node.every(isLight); }
    if (!node || typeof node !== "object") { return true; }
    if (!light.has(node)) { light.set(node, isPart(node) && isPlain(node) && isLight(node.props.children)); }
    return light.get(node);
  }

  // The tree with each part that answers to nothing as one component.
  function lighter(node) {
    if (Array.isArray(node)) { return node.map(lighter); }
    if (!isPart(node)) { return node; }
    if (!drawn.has(node)) { drawn.set(node, isLight(node) ? whole(node) : opened(node, lighter)); }
    return drawn.get(node);
  }

  function whole(node) { return { namespace: OURS, type: "Drawn", props: { tree: node } }; }

  function opened(node, step) {
    if (!node.props.children || typeof node.props.children !== "object") { return node; }
    return Object.assign({}, node, { props: Object.assign({}, node.props, { children: step(node.props.children) }) });
  }

  // The tree as it was sent (with what callbacks have put in since).
  function sent(node) {
    if (Array.isArray(node)) { return node.map(sent); }
    if (!isPart(node)) { return node; }
    return node.namespace === OURS ? node.props.tree : opened(node, sent);
  }

  // A link inside the dashboard, as the framework's own: the page is not loaded again.
  function follow(event) {
    if (event.metaKey || event.shiftKey || event.altKey || event.ctrlKey) { return; }
    var link = event.currentTarget;
    if (link.target && link.target !== "_self") { return; }
    event.preventDefault();
    window.history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  var TAGS = { MapEl: "map" };

  function made(node) {
    var given = Object.assign({}, node.props), children = given.children, isLink = node.namespace === CORE;
    delete given.children;
    if (given.href) { given.href = window.dash_clientside.clean_url(given.href); }
    if (isLink) { given.onClick = follow; }
    return React.createElement.apply(null,
      [isLink ? "a" : TAGS[node.type] || node.type.toLowerCase(), given].concat([].concat(element(children))));
  }

  // The same part makes the same element, so React passes over what did not change.
  function element(node) {
    if (Array.isArray(node)) { return node.map(element); }
    if (!isPart(node)) { return node; }
    if (!elements.has(node)) { elements.set(node, made(node)); }
    return elements.get(node);
  }

  window[OURS] = { Drawn: function (props) { return element(props.tree); }, lighter: lighter, sent: sent };
})();
