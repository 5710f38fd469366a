// The table of conditions: choices above it hide rows, a heading sorts. Without it the table is whole.
"use strict";

const table = document.getElementById("conditions");
if (table) setUp(table, [...table.tBodies[0].rows], [...table.tHead.rows[0].cells]);

function setUp(table, rows, heads) {
  const form = document.createElement("form");
  form.className = "filters";
  form.setAttribute("aria-label", "Filter the table");
  const choices = heads
    .map((head, column) => ({ head, column }))
    .filter(({ head }) => head.dataset.filter)
    .map(({ head, column }) => choice(head.textContent, column, rows));
  const status = document.createElement("p");
  status.setAttribute("role", "status");
  const reset = document.createElement("button");
  reset.type = "reset";
  reset.textContent = "Show all";
  form.append(...choices.map(({ label }) => label), reset, status);
  const update = () => {
    for (const row of rows) row.hidden = !choices.every((c) => fits(row.cells[c.column], c.select));
    const shown = rows.filter((row) => !row.hidden).length;
    status.textContent = `${shown} of ${rows.length} conditions`;
  };
  form.addEventListener("change", update);
  form.addEventListener("reset", () => setTimeout(update)); // after the choices are reset
  form.addEventListener("submit", (event) => event.preventDefault());
  table.parentElement.before(form);
  heads.forEach((head, column) => "plain" in head.dataset || sortable(table, rows, heads, head, column));
  update();
}

// A labelled list of the values of a column, in the order of the table.
function choice(name, column, rows) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  select.append(new Option("all", ""));
  for (const value of new Set(rows.map((row) => row.cells[column].textContent)))
    select.append(new Option(value, value));
  label.append(name, select);
  return { label, select, column };
}

function fits(cell, select) {
  return !select.value || cell.textContent === select.value;
}

// Make the words of a heading a button that sorts by its column, then the other way round.
function sortable(table, rows, heads, head, column) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = head.textContent;
  head.replaceChildren(button);
  button.addEventListener("click", () => {
    const falling = head.getAttribute("aria-sort") === "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", falling ? "descending" : "ascending");
    const sorted = [...rows].sort((a, b) => compare(a.cells[column], b.cells[column], falling));
    table.tBodies[0].append(...sorted);
  });
}

// Numbers by size, words by the alphabet; cells without a number come last either way.
function compare(a, b, falling) {
  const [x, y] = [a, b].map((cell) => parseFloat(cell.dataset.value ?? cell.textContent));
  if (isNaN(x) && isNaN(y)) return (falling ? -1 : 1) * a.textContent.localeCompare(b.textContent);
  if (isNaN(x) || isNaN(y)) return isNaN(x) ? 1 : -1;
  return (falling ? -1 : 1) * (x - y);
}
