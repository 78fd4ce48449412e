// Shows the page anew when what it is made of changes.
"use strict";
(function () {
  var at = new URL("../live", document.currentScript.src);
  var seen = "";
  setInterval(function () {
    fetch(at).then(function (answer) {
      return answer.text();
    }).then(function (now) {
      if (seen && now !== seen) {
        location.reload();
      }
      seen = now;
    }).catch(function () {}); // it is no longer served
  }, 1000);
})();
