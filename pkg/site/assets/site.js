// Search needs JavaScript; without it there is no field for it.
"use strict";
document.querySelectorAll("form[role=search]").forEach(function (form) {
  form.hidden = false;
});
