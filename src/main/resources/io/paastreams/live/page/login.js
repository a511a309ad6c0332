document.getElementById("wrong").hidden = location.search !== "?wrong";
const theme = localStorage.getItem("theme");
if (theme) document.documentElement.dataset.theme = theme;
