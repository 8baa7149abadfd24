// The three timelines: what became visible on each platform, newest first.
import { find, icon, make, ownAddress, reconcile } from "./dom.js";
import { articleCards } from "./bubbles.js";
import { outsideLink } from "./richtext.js";
import { bothZones, stamp } from "./times.js";
import { locale, say } from "./i18n.js";

const CHANNELS = ["wechat", "weibo", "x"];
const NAMES = { wechat: "ParisTech-China", weibo: "ParisTech-China", x: "ParisTech China" };
const X_LINK_CHARACTERS = 30; // X cuts the address it displays there.

export function drawTimelines(posts, now) {
  for (const channel of CHANNELS) {
    const mine = posts.filter((post) => post.channel === channel).reverse();
    find(`${channel}-count`).textContent = mine.length || "";
    const entries = mine.map((post) => ({ key: `${locale()}|${post.id}`, build: () => card(post, now) }));
    reconcile(find(`${channel}-posts`), entries.length ? entries : [{ key: `${locale()}|empty`, build: () => empty(channel) }]);
  }
}

function empty(channel) {
  return make("div", { class: "empty" }, make("strong", {}, say("empty_title")), make("p", {}, say(`empty_${channel}`)));
}

function card(post, now) {
  const at = new Date(post.at);
  return make(
    "article",
    { class: "post", "data-post": post.id },
    make(
      "header",
      {},
      icon("account", "avatar"),
      make("strong", {}, NAMES[post.channel]),
      make("time", { datetime: at.toISOString(), title: bothZones(at) }, stamp(at, now)),
      post.channel === "wechat" ? make("span", { class: "badge" }, badge(post)) : null,
    ),
    ...(post.channel === "wechat" ? wechat(post) : short(post)),
  );
}

function badge(post) {
  const audience = AUDIENCES[post.audience.to];
  return say(`kind_${post.kind}`) + (audience ? ` · ${audience(post.audience)}` : "");
}

const AUDIENCES = {
  all: () => say("to_all"),
  tag: (audience) => say("to_tag", { tag: audience.tag_id }),
  openids: (audience) => say("to_list", { count: audience.count }),
};

function wechat(post) {
  return post.articles ? [articleCards(post.articles)] : short(post);
}

function short(post) {
  const text = make("p", { class: "post-text" }, ...withChips(post));
  const picture = (source) => make("img", { class: "post-picture", src: ownAddress(source), alt: say("picture") });
  return [text, ...post.media.map(picture)];
}

/** Weibo shows a short link as a chip with fixed words, X as the address it leads to. */
function withChips({ channel, text, links = [] }) {
  const nodes = [];
  let rest = text;
  for (const { shown, url } of links) {
    const [before, ...after] = rest.split(shown);
    const label = channel === "weibo" ? [icon("link"), say("link_chip")] : [brief(url)];
    nodes.push(before, outsideLink(url, "chip", ...label));
    rest = after.join(shown);
  }
  return [...nodes, rest];
}

function brief(url) {
  const address = url.replace(/^https?:\/\//, "");
  return address.length > X_LINK_CHARACTERS ? `${address.slice(0, X_LINK_CHARACTERS)}…` : address;
}
