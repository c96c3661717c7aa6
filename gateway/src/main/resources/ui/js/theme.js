// A classic script, so that it runs before the first paint: nothing flashes in the wrong colours.
(() => {
  const chosen = localStorage.getItem('tidegate.theme');
  if (chosen === 'dark' || chosen === 'light') {
    document.documentElement.dataset.theme = chosen;
  }
})();
