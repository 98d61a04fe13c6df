// The first screen is asked for while the scripts are still on their way: the page's own question, word for word, whose
// answer the page takes when it comes to ask (20-dashboard.js). Asked in vain in an old browser, which is led elsewhere.
(function () {
  "use strict";
  var told = document.currentScript && document.currentScript.dataset.asks;
  if (!told || !window.fetch || !window.Promise) { return; }
  var question = JSON.parse(told), values = { pathname: window.location.pathname, search: window.location.search };
  question.inputs.forEach(function (input) { if (input.property in values) { input.value = values[input.property]; } });
  var asked = window.fetch(document.currentScript.dataset.at, {
    method: "POST", credentials: "same-origin", headers: { "Content-Type": "application/json", "Accept": "application/json" },
    body: JSON.stringify(question)
  });
  asked.catch(function () {}); // the page asks again, and tells what is wrong
  window.askedEarly = { question: question, answer: asked };
})();
