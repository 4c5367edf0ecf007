// What was written on the nameless sheet while it knew no household: it goes to one of the writer's,
// by its name where that is plain, else by a choice. Written before anybody was known, it is also
// asked whose it is.
"use strict";

(() => {
  const hemao = window.hemao;
  const { keeper, forms: { make, button, copyText, textOf } } = hemao;
  const { user } = document.body.dataset;

  const unowned = () => keeper.all(":unsent:");
  const mine = () => (hemao.me ? hemao.queue.waiting().filter((entry) => !entry.url) : []);
  const lost = () => [...unowned(), ...mine()];
  const homes = () => (hemao.names.homes() || { homes: [] }).homes;

  async function place(entry, home) {
    const isUnowned = Boolean(keeper.get(`:unsent:${entry.uuid}`));
    await keeper.put(hemao.mine(`unsent:${entry.uuid}`), { ...entry, url: home.url, head: home.head, where: home.where });
    if (isUnowned) await keeper.drop(`:unsent:${entry.uuid}`);
  }

  // Of hers, and one household of that name: there is nothing to ask.
  async function match() {
    if (!user) return;
    for (const entry of mine()) {
      const called = homes().filter((home) => home.head === entry.head);
      if (called.length === 1) await place(entry, called[0]);
    }
    hemao.queue.sendAll();
  }

  function choice(entry) {
    const row = make("div", "", { className: "unsent-row" });
    const select = make("select", "", { id: `home-${entry.uuid}` });
    select.append(make("option", "请选是哪一户", { value: "" }), ...homes().map((home) => make("option", home.head, { value: home.url })));
    const label = make("label", `登记页上写的“${entry.head || "没写户名"}”是哪一户？`, { htmlFor: select.id });
    const actions = make("p", "", { className: "actions" });
    actions.append(
      button(keeper.get(`:unsent:${entry.uuid}`) ? "是我写的，放到这一户" : "放到这一户", async () => {
        const home = homes().find(({ url }) => url === select.value);
        if (!home) return select.focus();
        await place(entry, home);
        hemao.queue.sendAll();
      }),
      button("复制文字", (event) => copyText(textOf(entry), event.target)),
      button("删除", (event) => remove(entry, event.target)),
    );
    row.append(label, select, actions);
    return row;
  }

  async function remove(entry, pressed) {
    if (!pressed.dataset.sure) {
      pressed.dataset.sure = "1";
      pressed.textContent = "确定删除，不送了";
      return;
    }
    await keeper.dropPicture(entry.uuid);
    await keeper.drop(`:unsent:${entry.uuid}`);
    await keeper.drop(hemao.mine(`unsent:${entry.uuid}`));
  }

  // The lines for the box above the page; on the sheet they wait until somebody is logged in.
  hemao.homeless = {
    lines: () => {
      const rows = lost();
      if (!rows.length) return [];
      if (!user) return [make("p", `没有名单时写的${rows.length}条，已存在手机里；有网络时登录，再选是哪一户。`)];
      return [make("p", `没有名单时写的${rows.length}条，要选是哪一户：`), ...rows.map(choice)];
    },
  };
  hemao.whole.then(match);
})();
