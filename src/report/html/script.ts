/**
 * What the page can do with JavaScript, and does not need: tables that sort by a column, and long ones that show the rows with
 * a text in them. It is a text of its own, not a function of ours made into text, because its hash stands in the page and may
 * not depend on how the code was compiled. It reads and writes texts alone, never markup.
 */
export const SCRIPT = `(() => {
  'use strict';
  const SHORT = 3;
  const LONG = 10;
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const order = (body, rows) => { for (const row of rows) body.append(row); };

  const makeSortable = (table) => {
    const body = table.tBodies[0];
    const original = [...body.rows];
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = make('button', { type: 'button', className: 'sort' }, ...head.childNodes);
      head.append(button);
      button.addEventListener('click', () => {
        const next = { ascending: 'descending', descending: '' }[head.getAttribute('aria-sort')] ?? 'ascending';
        for (const other of heads) other.removeAttribute('aria-sort');
        if (next === '') return order(body, original);
        head.setAttribute('aria-sort', next);
        const sign = next === 'ascending' ? 1 : -1;
        const keys = new Map(original.map((row) => [row, row.cells[column].textContent.trim()]));
        order(body, [...original].sort((a, b) => sign * collator.compare(keys.get(a), keys.get(b))));
      });
    });
  };

  const makeFilterable = (table) => {
    const rows = [...table.tBodies[0].rows];
    const texts = new Map(rows.map((row) => [row, [...row.cells].map((cell) => cell.textContent.toLowerCase()).join(' ')]));
    const input = make('input', { type: 'search', autocomplete: 'off', spellcheck: false });
    input.setAttribute('aria-describedby', table.caption.id);
    const status = make('output', {});
    const tell = (count) => { status.textContent = count + ' of ' + rows.length + ' rows'; };
    input.addEventListener('input', () => {
      const words = input.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let count = 0;
      for (const row of rows) {
        row.hidden = !words.every((word) => texts.get(row).includes(word));
        if (!row.hidden) count += 1;
      }
      tell(count);
    });
    tell(rows.length);
    table.closest('.table').prepend(make('div', { className: 'filter' }, make('label', {}, 'Filter rows ', input), status));
  };

  for (const table of document.querySelectorAll('.table:not(.form) > table, .table:not(.form) > .scroll > table')) {
    const count = table.tBodies[0].rows.length;
    if (count > SHORT) makeSortable(table);
    if (count > LONG) makeFilterable(table);
  }
})();`;
