// The page works without this script. It fetches the page again and takes over
// what is new, so all HTML is the server's.
const find = (selector, root = document) => root.querySelector(selector);
const threadOf = (root) => find("#pane", root)?.dataset.thread;
const { body } = document;
let loading = Promise.resolve();

function localiseTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const { show } = time.dataset;
    const isToday = at.toDateString() === new Date().toDateString();
    const dateStyle = show === "clock" && isToday ? undefined : "medium";
    const timeStyle = show === "date" ? undefined : "short";
    const text = at.toLocaleString([], { dateStyle, timeStyle });
    time.textContent = show === "relative" ? relative(at) : text;
    time.title = at.toLocaleString();
  }
}

function relative(at) {
  const hours = (at - Date.now()) / 3_600_000;
  const [value, unit] = Math.abs(hours) < 24 ? [hours, "hour"] : [hours / 24, "day"];
  return new Intl.RelativeTimeFormat([], { numeric: "auto" }).format(Math.round(value), unit);
}

// Gives the focus back to what had it.
function change(old, make) {
  const held = old.contains(document.activeElement) && document.activeElement;
  const now = make();
  const name = held.href ? "href" : "value";
  if (held) find(`[${name}="${CSS.escape(held.getAttribute(name))}"]`, now)?.focus();
}

function replace(selector, page) {
  const old = find(selector);
  const { innerHTML } = find(selector, page);
  if (old.innerHTML !== innerHTML) change(old, () => ((old.innerHTML = innerHTML), old));
}

// New messages come in, dismissed answers go, all others stay as they are.
function merge(selector, page) {
  const list = find(selector);
  const next = find(selector, page);
  const added = [];
  let before;
  for (const item of list.querySelectorAll(".private")) {
    if (!find(`#${item.id}`, next)) item.remove();
  }
  for (const item of next.querySelectorAll(".message")) {
    const old = find(`#${item.id}`);
    const isSame = old?.dataset.revision === item.dataset.revision;
    if (!isSame) localiseTimes(item);
    if (!old) added.push(item);
    if (!old && before) before.after(item);
    else if (!old) list.prepend(item);
    else if (!isSame) change(old, () => (old.replaceWith(item), item));
    before = isSame ? old : item;
  }
  return added;
}

function takeOver(page) {
  document.title = page.title;
  replace("#channels", page);
  replace("#before", page);
  // Zero is the end; a message that is taller than the screen is read from its top.
  const follows = find("main .scroller").scrollTop > -80;
  const added = merge("#stream", page);
  if (follows) added.at(-1)?.scrollIntoView();
  const pane = find("#pane");
  const next = find("#pane", page);
  if (next && threadOf(page) === threadOf()) {
    const scroller = find(".scroller", pane);
    const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    merge("#root", page);
    replace("#pane-before", page);
    added.push(...merge("#replies", page));
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
  } else if (next) {
    localiseTimes(next);
    pane?.remove();
    find(".app").append(next);
    find("#pane-title").focus();
  } else if (pane) {
    pane.remove();
    find(`#m-${pane.dataset.thread} [data-pane]`)?.focus();
  }
  const notices = added.map(({ dataset }) => dataset.notice);
  if (notices.some(Boolean)) find("#announcer").textContent = notices.join(" ");
}

async function takeNew() {
  const url = location.href;
  const response = await fetch(url);
  const text = await response.text();
  if (response.ok && url === location.href)
    takeOver(new DOMParser().parseFromString(text, "text/html"));
}

// One after the other, or an older page could come last.
function refresh() {
  loading = loading.then(takeNew).catch(() => {});
}

async function send(form, submitter) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const data = new URLSearchParams(new FormData(form, submitter));
  data.set("request", crypto.getRandomValues(new Uint16Array(6)).join("-"));
  data.set("zone", new Intl.DateTimeFormat().resolvedOptions().timeZone);
  data.delete("open");
  if (threadOf()) data.set("open", threadOf());
  const problem = find(".problem", form) ?? find("#announcer");
  try {
    // Not form.action: that is the button of this name.
    const path = form.getAttribute("action");
    const response = await fetch(path, { method: "POST", body: data });
    if (!response.ok) throw new Error(response.statusText);
    const { pathname, hash } = new URL(response.headers.get("location"), location);
    if (location.search) return location.assign(pathname + hash);
    if (pathname !== location.pathname) history.pushState(null, "", pathname);
    if (form.matches(".composer")) form.reset();
    problem.textContent = "";
    refresh();
    await loading;
    const seen = hash && find(hash);
    if (seen) seen.scrollIntoView({ block: seen.closest("#pane") ? "start" : "nearest" });
    const isForm = seen && find(".fields", seen);
    // What is wrong comes first; a group is entered at its first box.
    const field = isForm && (find("[aria-invalid]", seen) ?? find("[name^=field-]", seen));
    (field?.matches("fieldset") ? find("input", field) : field)?.focus();
  } catch {
    problem.textContent = "That did not reach the bot. Is it running?";
  }
  delete form.dataset.busy;
}

addEventListener("submit", (event) => {
  event.preventDefault();
  void send(event.target, event.submitter);
});

addEventListener("click", (event) => {
  const option = event.target.closest("[role=option]");
  if (option) choose(option);
  const link = event.target.closest("[data-pane], #close");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  history.pushState(null, "", link.href);
  refresh();
});

addEventListener("keydown", ({ key, isComposing, defaultPrevented }) => {
  if (key === "Escape" && !isComposing && !defaultPrevented) find("#close")?.click();
});

addEventListener("popstate", refresh);

// Completion: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
const box = find("#say-text");
const list = find("#say-choices");
box.role = "combobox";
box.ariaAutoComplete = "list";
box.setAttribute("aria-controls", list.id);
let completions = 0;

function showChoices(options) {
  completions += 1;
  list.innerHTML = options;
  const items = [...list.children];
  list.hidden = items.every(({ dataset }) => dataset.value === box.value);
  box.ariaExpanded = String(!list.hidden);
  box.removeAttribute("aria-activedescendant");
}

const hideChoices = () => showChoices("");

async function complete() {
  const mine = (completions += 1);
  const url = `${box.dataset.choices}?text=${encodeURIComponent(box.value)}`;
  const response = box.value.startsWith("/") && (await fetch(url).catch(() => null));
  const options = response?.ok ? await response.text() : "";
  if (mine === completions) showChoices(options);
}

// Suggestions for a field of a form; the browser shows them.
async function suggest(field) {
  const { form, list, dataset, value } = field;
  const asked = new URLSearchParams({
    answer: form.elements.answer.value,
    field: dataset.field,
    text: value,
  });
  const response = await fetch(`${box.dataset.choices}?${asked}`).catch(() => null);
  if (response?.ok && field.value === value) list.innerHTML = await response.text();
}

addEventListener("input", ({ target }) => {
  if (target.dataset.field) void suggest(target);
});

function choose(option) {
  box.value = option.dataset.value;
  void complete();
}

function move(items, now, step) {
  const item = items.at((now + step) % items.length);
  if (now >= 0) items[now].ariaSelected = "false";
  item.ariaSelected = "true";
  item.scrollIntoView({ block: "nearest" });
  box.setAttribute("aria-activedescendant", item.id);
}

hideChoices();
box.addEventListener("input", complete);
box.addEventListener("blur", hideChoices);
box.form.addEventListener("submit", hideChoices);
// Leaves the focus in the box.
list.addEventListener("mousedown", (event) => event.preventDefault());
box.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  const items = [...list.children];
  const now = items.findIndex((item) => item.ariaSelected === "true");
  if (event.key === "ArrowDown") move(items, now, 1);
  else if (event.key === "ArrowUp") move(items, now, now < 0 ? 0 : -1);
  else if (event.key === "Escape") hideChoices();
  else if (event.key === "Tab" && !event.shiftKey) choose(items[Math.max(0, now)]);
  else if (event.key === "Enter" && now >= 0) choose(items[now]);
  else return;
  event.preventDefault();
});

// Only while visible: a browser opens at most six connections to a server.
let { cursor } = body.dataset;
let source;

function listen() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource(`/events?since=${cursor}`);
  source.addEventListener("open", () => delete body.dataset.offline);
  source.addEventListener("error", () => {
    body.dataset.offline = "yes";
    if (source.readyState === 2) setTimeout(listen, 3000);
  });
  source.addEventListener("change", ({ data }) => {
    cursor = data;
    refresh();
  });
}

addEventListener("visibilitychange", listen);
localiseTimes(document);
if (!location.hash) find("#stream").lastElementChild?.scrollIntoView();
listen();
