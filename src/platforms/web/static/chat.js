// The page works without this script. With it, forms are sent in place and new messages appear by themselves:
// we fetch the page again and take over what is new, so that all HTML is the server's.

const find = (selector, root = document) => root.querySelector(selector);
const openThread = () => find("#pane")?.dataset.thread;
let loads = 0;

function localiseTimes(root) {
  for (const time of root.querySelectorAll("time")) {
    const at = new Date(time.dateTime);
    const { show } = time.dataset;
    const isToday = at.toDateString() === new Date().toDateString();
    const dateStyle = show === "clock" && isToday ? undefined : "medium";
    const timeStyle = show === "date" ? undefined : "short";
    time.title = at.toLocaleString();
    time.textContent =
      show === "relative" ? relative(at) : at.toLocaleString([], { dateStyle, timeStyle });
  }
}

function relative(at) {
  const minutes = (at - Date.now()) / 60_000;
  const units = { year: 525_960, month: 43_830, day: 1440, hour: 60, minute: 0 };
  const [unit, size] = Object.entries(units).find(([, size]) => Math.abs(minutes) >= size);
  const format = new Intl.RelativeTimeFormat([], { numeric: "auto" });
  return format.format(Math.round(minutes / (size || 1)), unit);
}

// Gives the focus back to the link or button that had it.
function change(old, make) {
  const held = old.contains(document.activeElement) && document.activeElement;
  const now = make();
  for (const name of held ? ["href", "value"] : []) {
    const value = held.getAttribute(name);
    if (value) find(`[${name}="${CSS.escape(value)}"]`, now)?.focus();
  }
}

function replace(selector, page) {
  const old = find(selector);
  const { innerHTML } = find(selector, page);
  if (old.innerHTML !== innerHTML) change(old, () => ((old.innerHTML = innerHTML), old));
}

// New and changed messages come in, dismissed private answers go, all others stay as they are.
function merge(selector, page) {
  const list = find(selector);
  const items = [...find(selector, page).children];
  const added = [];
  for (const item of list.querySelectorAll(".private")) {
    if (!items.some(({ id }) => id === item.id)) item.remove();
  }
  let before = null;
  for (const item of items) {
    const old = document.getElementById(item.id);
    if (old?.dataset.revision === item.dataset.revision) {
      before = old;
      continue;
    }
    localiseTimes(item);
    if (old) change(old, () => (old.replaceWith(item), item));
    else if (before) before.after(item);
    else list.prepend(item);
    if (!old) added.push(item);
    before = item;
  }
  return added;
}

function takeOver(page) {
  document.title = page.title;
  replace("#channels", page);
  replace("#before", page);
  const added = merge("#stream", page);
  const pane = find("#pane");
  const next = find("#pane", page);
  if (pane && pane.dataset.thread === next?.dataset.thread) {
    const scroller = find(".scroller", pane);
    const isAtEnd = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < 80;
    merge("#root", page);
    replace("#pane-before", page);
    added.push(...merge("#replies", page));
    if (isAtEnd) scroller.scrollTop = scroller.scrollHeight;
  } else if (pane || next) {
    const before = openThread();
    pane?.remove();
    if (next) {
      localiseTimes(next);
      find(".app").append(next);
    }
    find(next ? "#pane-title" : `#m-${before} [data-pane]`)?.focus();
  }
  const notices = added.map(({ dataset }) => dataset.notice).filter(Boolean);
  if (notices.length > 0) find("#announcer").textContent = notices.slice(-3).join(" ");
  return added;
}

// What was overtaken is dropped; what a form brought never is.
async function load(url, options) {
  const mine = (loads += 1);
  const response = await fetch(url, options);
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  if (!options && (mine !== loads || url !== location.href)) return [];
  const page = new DOMParser().parseFromString(text, "text/html");
  const isElsewhere = find("#pane", page)?.dataset.thread !== openThread();
  if (location.search && options) location.assign(response.url);
  else if (isElsewhere && options) history.pushState(null, "", response.url);
  const added = takeOver(page);
  if (isElsewhere && options) find("#replies")?.scrollIntoView();
  return added;
}

const refresh = () => load(location.href).catch(() => {});

async function send(form, submitter) {
  if (form.dataset.busy) return;
  form.dataset.busy = "yes";
  const data = new FormData(form, submitter);
  const random = crypto.getRandomValues(new Uint16Array(6));
  if (data.has("request")) data.set("request", random.join("-"));
  data.set("zone", new Intl.DateTimeFormat().resolvedOptions().timeZone);
  data.delete("open");
  if (openThread()) data.set("open", openThread());
  const problem = find(".problem", form) ?? find("#announcer");
  try {
    // Not form.action: that is the button of this name.
    const path = form.getAttribute("action");
    const added = await load(path, { method: "POST", body: new URLSearchParams(data) });
    if (form.matches(".composer")) form.reset();
    problem.textContent = "";
    added.at(-1)?.scrollIntoView({ block: "nearest" });
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
  void refresh();
});

addEventListener("popstate", () => void refresh());

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
  for (const [index, item] of items.entries()) item.id = `choice-${index}`;
  list.hidden = items.every(({ dataset }) => dataset.value === box.value);
  box.ariaExpanded = String(!list.hidden);
  box.removeAttribute("aria-activedescendant");
}

async function complete() {
  const mine = (completions += 1);
  const path = box.form.getAttribute("action").replace(/say$/, "complete");
  const url = `${path}?text=${encodeURIComponent(box.value)}`;
  const response = box.value.startsWith("/") && (await fetch(url).catch(() => null));
  const options = response?.ok ? await response.text() : "";
  if (mine === completions) showChoices(options);
}

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

showChoices("");
box.addEventListener("input", complete);
box.addEventListener("blur", () => showChoices(""));
box.form.addEventListener("submit", () => showChoices(""));
// Keeps the focus, and so the list, while an option is clicked.
list.addEventListener("mousedown", (event) => event.preventDefault());
box.addEventListener("keydown", (event) => {
  if (list.hidden || event.isComposing) return;
  const items = [...list.children];
  const now = items.findIndex((item) => item.ariaSelected === "true");
  if (event.key === "ArrowDown") move(items, now, 1);
  else if (event.key === "ArrowUp") move(items, now, now < 0 ? 0 : -1);
  else if (event.key === "Escape") showChoices("");
  else if (event.key === "Tab" && !event.shiftKey) choose(items[Math.max(0, now)]);
  else if (event.key === "Enter" && now >= 0) choose(items[now]);
  else return;
  event.preventDefault();
});

// Only while somebody can see it: a browser opens at most six connections to one server.
let { cursor } = document.body.dataset;
let source = null;

function listen() {
  source?.close();
  if (document.hidden) return;
  source = new EventSource(`/events?since=${cursor}`);
  source.addEventListener("open", () => delete document.body.dataset.offline);
  source.addEventListener("error", () => {
    document.body.dataset.offline = "yes";
    if (source.readyState === 2) setTimeout(listen, 3000);
  });
  source.addEventListener("change", ({ data }) => {
    cursor = data;
    void refresh();
  });
}

addEventListener("visibilitychange", listen);
addEventListener("pagehide", () => source?.close());
addEventListener("pageshow", (event) => event.persisted && listen());
localiseTimes(document);
listen();
