(function () {
  "use strict";
  var sets = Array.prototype.slice.call(document.querySelectorAll("fieldset.answer"));
  var bar = document.getElementById("hand-in");
  if (!sets.length || !bar || !window.Blob || !window.URL) { return; }
  var status = document.getElementById("hand-in-status");
  var role = document.getElementById("hand-in-role");
  var button = document.getElementById("hand-in-button");
  var handed = true;
  document.documentElement.classList.add("js");

  function answerOf(set) {
    var ticked = set.querySelector("input[type=radio]:checked");
    return ticked ? ticked.value : "";
  }
  function reasonOf(set) { return set.querySelector("input[type=text]"); }
  function answered() { return sets.filter(answerOf); }

  function cell(text) {
    text = String(text).replace(/[\u202a-\u202e\u2066-\u2069\ufeff]/g, "")
      .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
    if (/^[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text)) { text = "'" + text; }
    return /[",]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  }
  function today() {
    var now = new Date();
    function two(n) { return (n < 10 ? "0" : "") + n; }
    return now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
  }
  function say(text) { status.textContent = text; }
  function show() {
    var n = answered().length;
    bar.hidden = n === 0;
    sets.forEach(function (set) {
      set.querySelector("button").hidden = !answerOf(set);
      if (answerOf(set) !== "never" || reasonOf(set).value.trim()) {
        reasonOf(set).removeAttribute("aria-invalid");
      }
    });
    if (n) { say(n + (n === 1 ? " answer" : " answers") + " ticked, kept only on this page until you download."); }
  }

  sets.forEach(function (set) {
    set.addEventListener("change", function () { handed = false; show(); });
    set.addEventListener("input", function () { handed = false; });
    set.querySelector("button").addEventListener("click", function () {
      var ticked = set.querySelector("input[type=radio]:checked");
      if (ticked) { ticked.checked = false; ticked.focus(); }
      show();
    });
  });

  button.addEventListener("click", function () {
    var missing = answered().filter(function (set) {
      return answerOf(set) === "never" && !reasonOf(set).value.trim();
    });
    if (missing.length) {
      missing.forEach(function (set) { reasonOf(set).setAttribute("aria-invalid", "true"); });
      say("Never needs a reason: please add " + (missing.length === 1 ? "it" : "them") + ".");
      reasonOf(missing[0]).focus();
      return;
    }
    var lines = ["suggestion_id,decision,reason,decided_on,decided_by_role"];
    answered().forEach(function (set) {
      lines.push([set.dataset.suggestion, answerOf(set), reasonOf(set).value, today(), role.value]
        .map(cell).join(","));
    });
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([lines.join("\r\n") + "\r\n"], { type: "text/csv;charset=utf-8" }));
    link.download = "feedback.csv";
    document.body.appendChild(link);
    link.click();
    link.remove();
    setTimeout(function () { URL.revokeObjectURL(link.href); }, 10000);
    handed = true;
    say("Downloaded. Now type: sap-match feedback SOURCE feedback.csv");
  });

  window.addEventListener("beforeunload", function (event) {
    if (!handed && answered().length) { event.preventDefault(); }
  });
  show();
}());
