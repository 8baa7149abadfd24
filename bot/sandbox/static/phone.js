// Puts the page together: who you are, what is sent, and what the sandbox reports live.
import { find, make } from "./dom.js";
import * as sandbox from "./sandbox.js";
import { Chat } from "./chat.js";
import { drawMenu } from "./menu.js";
import { labelToggle, showMenu, wireComposer } from "./composer.js";
import { drawTimelines } from "./timelines.js";
import { drawTrouble, tell, trouble } from "./news.js";
import { verdict } from "./delivery.js";
import { clock } from "./times.js";
import { firstLanguage, say, setLanguage } from "./i18n.js";

const SECOND_MS = 1000;
const world = { followers: [], posts: [], menu: null, state: null, openid: null, mode: null };

// The sandbox can run at another date; its clock is the phone's.
const now = () => new Date(Date.now() + (world.state?.clock_offset || 0) * SECOND_MS);
// Until the person picks a mode, messages go out as the account's console is set.
const pickedMode = () => world.mode ?? world.state?.callback.mode;
const mode = () => pickedMode() ?? "safe";
const me = () => world.followers.find((follower) => follower.openid === world.openid);
const chat = new Chat(find("log"), { now, onTap: ({ content, id }) => send({ type: "text", content, bizmsgmenuid: id }) });

async function send(message) {
  const { openid } = world;
  const entry = message.type === "event" ? null : chat.begin({ kind: "sent", ...message, at: now().toISOString() });
  tell("delivery_underway");
  try {
    const answer = await sandbox.send({ openid, mode: pickedMode(), ...message });
    const judged = verdict(answer, world.state?.callback.url);
    tell(judged.key, judged.values, judged.failed);
    await refreshChat();
    if (entry && openid === world.openid) chat.settle(entry);
  } catch (error) {
    if (entry && openid === world.openid) chat.fail(entry);
    tell("delivery_none");
    trouble(error);
  }
}

function tapMenu(entry) {
  if (entry.type === "click") send({ type: "event", event: "CLICK", event_key: entry.key });
  else if (entry.type === "view") {
    window.open(entry.url, "_blank", "noopener");
    send({ type: "event", event: "VIEW", event_key: entry.url });
  } else tell("menu_other", { name: entry.name, type: entry.type });
}

const follow = () => me() && send({ type: "event", event: me().subscribed ? "unsubscribe" : "subscribe" });

async function refreshChat() {
  const { openid } = world;
  if (!openid) return;
  const rows = await sandbox.chatOf(openid);
  if (openid === world.openid) chat.show(rows);
}

function become(openid) {
  world.openid = openid;
  chat.leave();
  chat.draw();
}

async function refreshFollowers() {
  world.followers = await sandbox.followers();
  if (!me()) become(world.followers[0]?.openid ?? null);
  drawFollowers();
}

async function refreshPosts() {
  world.posts = await sandbox.posts();
  drawTimelines(world.posts, now());
}

async function refreshMenu() {
  world.menu = await sandbox.menu();
  drawAccountMenu();
}

async function refreshState() {
  world.state = await sandbox.state();
  drawFollowers();
}

async function refreshAll() {
  await Promise.all([refreshState(), refreshFollowers(), refreshPosts(), refreshMenu()]);
  await refreshChat();
  trouble(null);
}

const attempt = (refresh) => () => refresh().catch(trouble);

function drawFollowers() {
  const follower = me();
  find("follower").replaceChildren(...world.followers.map((one) => make(
    "option",
    { value: one.openid, selected: one.openid === world.openid },
    one.nickname || one.openid,
  )));
  find("mode").value = mode();
  if (!follower) return;
  find("follow").textContent = say(follower.subscribed ? "unfollow" : "follow");
  const name = follower.nickname || follower.openid;
  find("talking-as").textContent = say("talking_as", { name, mode: say(`mode_${mode()}`) });
  find("bar").hidden = find("starters").hidden = !follower.subscribed;
  if (!follower.subscribed) find("attachments").hidden = true;
  find("stranger").hidden = follower.subscribed;
}

function drawAccountMenu() {
  drawMenu(find("menu-bar"), world.menu, tapMenu);
  find("bar-toggle").disabled = !world.menu;
  if (!world.menu) showMenu(false);
}

function speak(language) {
  setLanguage(language);
  document.querySelectorAll("#languages button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.language === language));
  });
  labelToggle();
  drawFollowers();
  drawAccountMenu();
  drawTimelines(world.posts, now());
  chat.draw();
  drawTrouble();
}

function wireControls() {
  find("follower").addEventListener("change", (event) => {
    become(event.target.value);
    drawFollowers();
    attempt(refreshChat)();
  });
  find("mode").addEventListener("change", (event) => {
    world.mode = event.target.value;
    drawFollowers();
  });
  find("follow").addEventListener("click", follow);
  find("follow-big").addEventListener("click", follow);
  find("languages").addEventListener("click", (event) => {
    if (event.target.dataset.language) speak(event.target.dataset.language);
  });
  find("views").addEventListener("click", (event) => {
    if (event.target.dataset.view) showView(event.target.dataset.view);
  });
  find("gear").addEventListener("click", () => {
    const open = find("controls").classList.toggle("open");
    find("gear").setAttribute("aria-expanded", String(open));
  });
}

function showView(view) {
  document.body.dataset.view = view;
  document.querySelectorAll("#views button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button.dataset.view === view));
  });
}

function tick() {
  find("phone-clock").textContent = clock(now());
}

wireControls();
wireComposer(send);
speak(firstLanguage());
tell("delivery_none");
tick();
setInterval(tick, SECOND_MS);
sandbox.listen({
  open: attempt(refreshAll),
  lost: () => trouble(new sandbox.SandboxTrouble(0)),
  post: attempt(refreshPosts),
  message: ({ openid }) => openid === world.openid && attempt(refreshChat)(),
  follower: attempt(refreshFollowers),
  menu: attempt(refreshMenu),
  state: attempt(refreshAll),
});
