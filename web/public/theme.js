// Before anything is painted: the theme that was chosen, so that no page flashes in the other one.
(function () {
  try {
    var theme = localStorage.getItem('tasklane.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch (_) {
    // Without storage it is what the system says.
  }
})();
