// What waits, above the page: why, and what can be done with it.
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper, forms: { make, button, copyText, newNumber, textOf } } = hemao;
  const box = document.getElementById("unsent");
  const queue = () => hemao.queue;

  const mine = () => queue().waiting().filter((entry) => entry.url && !hemao.saving.has(entry.uuid));

  function othersWaiting() {
    return keeper.keys().filter((key) => /^[^:]+:unsent:/.test(key) && !key.startsWith(hemao.mine(""))).length;
  }

  // What the lines are made of: they are made anew where it is another, or where somebody is told of it.
  let shown = "";
  let sent = 0;

  function stateOf(rows) {
    const homes = (hemao.names.homes() || { homes: [] }).homes.length;
    return JSON.stringify([homes, othersWaiting(), keeper.all(":unsent:").length, rows.map((row) => [row.uuid, row.url, row.state, row.stored])]);
  }

  function look() {
    if (stateOf(queue().waiting()) !== shown) show();
  }

  function show(count = 0) {
    sent += count;
    if (!box || box.dataset.asks) return;
    const rows = mine();
    shown = stateOf(queue().waiting());
    const others = othersWaiting();
    const lines = [];
    if (sent) lines.push(sentLine());
    if (rows.length) lines.push(...waitingLines(rows));
    if (others) lines.push(make("p", `这部手机里还有另一位代表没送出的${others}条，请他登录后送出。`));
    lines.push(...hemao.homeless.lines());
    box.textContent = "";
    box.append(...lines);
    box.hidden = !lines.length;
  }

  // The cards still stand as they were before it went out.
  function sentLine() {
    const line = make("p", `已送出${sent}条。`);
    line.append(make("a", "刷新本页", { href: location.pathname + location.search, className: "button" }));
    return line;
  }

  function waitingLines(rows) {
    const words = rows.filter((entry) => !entry.stored);
    const pictures = rows.length - words.length;
    const isHeld = rows.every(queue().isHeld);
    const parts = [words.length && `${words.length}条没送出`, pictures && `${pictures}张照片没送出`].filter(Boolean).join("，");
    const line = make("p", isHeld ? `有${parts}，原因在下面。` : `还有${parts}，${howKept(rows)}`);
    const reason = rows.map((entry) => queue().why.get(entry.uuid)).find(Boolean) || "";
    if (!isHeld && reason.includes("重新登录")) {
      const here = encodeURIComponent(location.pathname);
      line.append(make("a", "重新登录后就送出", { href: `/login/?next=${here}`, className: "button" }));
    } else if (!isHeld) {
      line.append(button("现在就送", () => queue().sendAll()));
    }
    return hemao.names.areShown() ? [line, list(rows)] : [line];
  }

  // Only of what is on the disk it is said that it is kept.
  const KEPT = {
    safe: "已存在手机里。下次打开联系户，有网络就自动送。",
    weak: "正在存进手机，十秒以内先不要关掉这一页。有网络就自动送。",
    none: "没能存进手机，关了这一页就没有了，请现在复制。",
  };
  const worst = (rows) => ["none", "weak", "safe"].find((how) => rows.some((entry) => keeper.how(queue().keyOf(entry)) === how));
  const howKept = (rows) => KEPT[worst(rows)];

  function list(rows) {
    const details = make("details");
    details.append(make("summary", "看没送出的"));
    for (const entry of rows) details.append(row(entry));
    details.open = rows.some(queue().isHeld) || worst(rows) === "none";
    return details;
  }

  function row(entry) {
    const element = make("div", "", { className: "unsent-row" });
    const [, day = ""] = entry.fields.find(([name]) => name === "visited_on") || [];
    element.append(make("p", [entry.head, entry.where, day].filter(Boolean).join(" ")));
    const reason = queue().isHeld(entry) ? entry.why : queue().why.get(entry.uuid);
    if (reason) element.append(make("p", reason, { className: "why" }));
    const progress = make("progress", "", { max: 1, hidden: true, id: `far-${entry.uuid}` });
    progress.setAttribute("aria-label", "照片送了多少");
    element.append(progress);
    const actions = make("p", "", { className: "actions" });
    actions.append(
      button("再试一次", () => again(entry, {})),
      button("复制文字", (event) => copyText(textOf(entry), event.target)),
      ...ways(entry),
      button("删除", (event) => remove(entry, event.target)),
    );
    element.append(actions);
    return element;
  }

  function ways(entry) {
    if (entry.state === "differs") return [button("作为另一次走访送出", () => asAnother(entry))];
    if (entry.state === "refused") return [button("打开修改", () => reopen(entry))];
    return [];
  }

  async function again(entry, changed) {
    await keeper.put(hemao.mine(`unsent:${changed.uuid || entry.uuid}`), { ...entry, state: "", why: "", ...changed });
    queue().sendAll();
  }

  async function asAnother(entry) {
    const uuid = newNumber();
    const picture = await keeper.picture(entry.uuid);
    if (picture) await keeper.keepPicture(uuid, picture);
    await forget(entry);
    again(entry, { uuid, fields: entry.fields.map(([name, value]) => [name, name === "uuid" ? uuid : value]) });
  }

  async function reopen(entry) {
    await keeper.put(hemao.mine(`draft:${entry.url}`), { ...entry, state: "", why: "" });
    await keeper.drop(queue().keyOf(entry));
    location.assign(entry.url);
  }

  async function forget(entry) {
    await keeper.dropPicture(entry.uuid);
    await keeper.drop(queue().keyOf(entry));
  }

  // Twice: what is deleted here is nowhere else.
  function remove(entry, pressed) {
    if (pressed.dataset.sure) return void forget(entry);
    pressed.dataset.sure = "1";
    pressed.textContent = entry.stored ? "确定不要这张照片" : "确定删除，不送了";
  }

  hemao.unsent = {
    show,
    tellHowFar: (entry, part) => {
      const progress = document.getElementById(`far-${entry.uuid}`);
      if (progress) Object.assign(progress, { value: part, hidden: false });
    },
  };
  hemao.whole.then(() => keeper.listen(look));
})();
