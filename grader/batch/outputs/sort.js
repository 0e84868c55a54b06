"use strict";
(() => {
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const ORDERS = { 1: "ascending", "-1": "descending" };

  const keyOf = (row, at) => {
    const cell = row.cells[at];
    const number = cell.dataset.sort;
    if (number !== undefined) return number === "" ? null : Number(number);
    return cell.textContent.trim() || null;
  };

  // What has no value comes last, whichever way the rest is sorted.
  const compare = (one, other, order) => {
    if (one === null || other === null) return (one === null) - (other === null);
    const numbers = typeof one === "number" && typeof other === "number";
    return order * (numbers ? one - other : collator.compare(String(one), String(other)));
  };

  const sort = (table, head, at) => {
    const first = head.dataset.first === "descending" ? -1 : 1;
    const sorted = head.getAttribute("aria-sort");
    const order = sorted === null ? first : sorted === "ascending" ? -1 : 1;
    const body = table.tBodies[0];
    const rows = Array.from(body.rows, (row) => [keyOf(row, at), row]);
    rows.sort((one, other) => compare(one[0], other[0], order));
    for (const each of table.tHead.rows[0].cells) each.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", ORDERS[order]);
    const moved = document.createDocumentFragment();
    for (const [, row] of rows) moved.append(row);
    body.append(moved);
  };

  for (const table of document.querySelectorAll("table.sortable")) {
    Array.from(table.tHead.rows[0].cells).forEach((head, at) => {
      if (head.tagName !== "TH") return;
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      button.addEventListener("click", () => sort(table, head, at));
      head.append(button);
    });
  }
})();
