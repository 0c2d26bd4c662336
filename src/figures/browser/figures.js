// Makes the figures of a page answer to the pointer. The page holds each of them as SVG, which is what is seen without
// scripts and in print; this script replaces the SVG by a live view when it comes into sight. `vega`, `expressionInterpreter`
// and `splitScripts` are defined before it; the data stand in the element `figures`.
(() => {
  const { figures, advances, script } = JSON.parse(document.getElementById('figures').textContent);

  /** Lays text out as the printed figure does, whichever font of the stack the browser has. */
  vega.textMetrics.width = (item, text) => {
    let width = 0;
    for (const { text: run, level } of splitScripts(String(text ?? ''))) {
      const size = level === 'base' ? item.fontSize : item.fontSize * script.scale;
      for (const character of run) width += (advances[character] ?? 1) * size;
    }
    return width;
  };

  /** Raises and lowers scripts in all labels below an element. */
  function typeset(root) {
    for (const leaf of root.querySelectorAll('text, text tspan')) {
      if (leaf.childElementCount > 0 || leaf.hasAttribute('data-run')) continue;
      const runs = splitScripts(leaf.textContent);
      if (runs.length > 1 || runs.some(({ text }) => text !== leaf.textContent)) typesetLeaf(leaf, runs);
    }
  }

  function typesetLeaf(leaf, runs) {
    const size = Number.parseFloat(leaf.closest('text').getAttribute('font-size'));
    let baseline = 0;
    leaf.replaceChildren(
      ...runs.map(({ text, level }) => {
        const run = document.createElementNS('http://www.w3.org/2000/svg', 'tspan');
        const shift = script.shift[level] * size;
        run.setAttribute('data-run', level);
        run.setAttribute('dy', shift - baseline);
        if (level !== 'base') run.setAttribute('font-size', `${size * script.scale}px`);
        run.textContent = text;
        baseline = shift;
        return run;
      }),
    );
  }

  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  document.body.append(tip);

  /** Text with its scripts as HTML elements; never as markup. */
  function htmlLabel(label) {
    return splitScripts(label).map(({ text, level }) => {
      if (level === 'base') return text;
      const element = document.createElement(level === 'sub' ? 'sub' : 'sup');
      element.textContent = text;
      return element;
    });
  }

  function showTip(_handler, event, _item, value) {
    tip.hidden = value === null || typeof value !== 'object';
    if (tip.hidden) return;
    tip.replaceChildren(
      ...Object.entries(value).map(([title, text]) => {
        const line = document.createElement('div');
        const name = document.createElement('span');
        name.append(...htmlLabel(title));
        const content = document.createElement('span');
        content.append(...htmlLabel(String(text)));
        line.append(name, content);
        return line;
      }),
    );
    const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const below = event.clientY + 16;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${below + tip.offsetHeight > innerHeight ? event.clientY - tip.offsetHeight - 12 : below}px`;
  }

  async function enliven(plot, figure) {
    const live = document.createElement('div');
    const view = new vega.View(vega.parse(figure.compiled, undefined, { ast: true }), {
      renderer: 'svg',
      container: live,
      hover: true,
      expr: expressionInterpreter,
      tooltip: showTip,
    });
    await view.runAsync();
    typeset(live);
    new MutationObserver(() => typeset(live)).observe(live, { childList: true, subtree: true });
    plot.replaceChildren(live);
    plot.dataset.live = 'true';
  }

  function offer(link, content, type) {
    link.addEventListener('click', () => {
      const url = URL.createObjectURL(new Blob([content], { type }));
      link.href = url;
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
    });
  }

  const sight = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        sight.unobserve(target);
        enliven(target, figures[target.dataset.figure]);
      }
    },
    { rootMargin: '400px' },
  );

  for (const plot of document.querySelectorAll('.plot[data-figure]')) {
    const figure = figures[plot.dataset.figure];
    const links = plot.parentElement.querySelector('.downloads');
    offer(links.querySelector('.svg'), plot.innerHTML, 'image/svg+xml');
    offer(links.querySelector('.spec'), JSON.stringify(figure.spec, null, 2), 'application/json');
    offer(links.querySelector('.data'), figure.csv, 'text/csv');
    sight.observe(plot);
  }
})();
