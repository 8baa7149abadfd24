// One row of a chat as an element. Row: {kind: sent|reply|custom|mass|notice, type, at, …fields of the type}.
import { icon, make, ownAddress } from "./dom.js";
import { outsideLink, richText } from "./richtext.js";
import { say } from "./i18n.js";

const EVENT_NOTICES = {
  subscribe: () => say("following"),
  unsubscribe: () => say("unfollowed"),
  CLICK: (row) => say("menu_tapped", { key: row.event_key }),
  VIEW: (row) => say("menu_tapped", { key: row.event_key }),
};

export const notice = (text, className = "") => make("p", { class: `notice ${className}`.trim() }, text);

export function bubbleRow(row, onTap) {
  if (row.kind === "notice") return notice(say("fault"), "fault");
  if (row.type === "event") return notice((EVENT_NOTICES[row.event] || eventName)(row), "event");
  const mine = row.kind === "sent";
  const articles = row.articles?.length ? row.articles : null;
  return make(
    "div",
    { class: `message ${mine ? "mine" : "theirs"}${articles ? " wide" : ""}`, "data-kind": row.kind },
    icon(mine ? "person" : "account", "avatar"),
    make("span", { class: "unseen" }, `${say(mine ? "sent_by_you" : "sent_by_account")}: `),
    articles ? articleCards(articles) : (SHAPES[row.type] || unknown)(row, onTap),
  );
}

const eventName = (row) => say("event_sent", { key: row.event });

const SHAPES = {
  text: (row, onTap) => make("div", { class: "bubble" }, ...textOf(row, onTap)),
  msgmenu: (row, onTap) => make("div", { class: "bubble" }, ...menuMessage(row, onTap)),
  image: (row) => make("div", { class: "picture", role: "img", "aria-label": say("picture") }, ...pictures(row)),
  voice: () => voice(4),
  location: (row) => place(row),
  link: (row) => articleCards([row]),
};

const unknown = (row) => make("div", { class: "bubble" }, `[${row.type}] ${row.title || ""}`);

// What a person typed is never parsed: WeChat makes only bare addresses of it tappable, we make nothing.
const textOf = (row, onTap) => (row.kind === "sent" ? [row.content] : richText(row.content || "", onTap));

function menuMessage(row, onTap) {
  const choice = (entry) => make(
    "button",
    { type: "button", class: "link", onclick: () => onTap({ content: entry.content, id: entry.id }) },
    entry.content,
  );
  const lines = [row.head_content, ...row.list.map(choice), row.tail_content].filter(Boolean);
  return lines.flatMap((line, place) => (place ? ["\n", line] : [line]));
}

function pictures(row) {
  const sources = row.pictures || (row.picture ? [row.picture] : []);
  // What the follower sends, and a passive picture, are only a media id: a drawing stands for them.
  return sources.length ? sources.map((source) => make("img", { src: ownAddress(source), alt: "" })) : [icon("photo")];
}

function voice(seconds) {
  return make("div", { class: "bubble voice", role: "img", "aria-label": say("voice_seconds", { seconds }) }, `${seconds}″`, icon("wave"));
}

function place(row) {
  const where = `${row.x}, ${row.y}`;
  return make(
    "div",
    { class: "place" },
    make("strong", {}, row.label || where),
    make("span", {}, where),
    icon("map", "map"),
  );
}

/** WeChat's article card: the first with its picture, further ones as lines beneath. */
export function articleCards(articles) {
  const [first, ...more] = articles;
  return make("div", { class: "article" }, mainArticle(first), ...more.map(lineArticle));
}

function mainArticle(article) {
  const digest = article.digest || article.description;
  return linked(
    article.url,
    "article-main",
    cover(article),
    make("strong", {}, article.title),
    digest ? make("span", { class: "digest" }, digest) : null,
  );
}

const lineArticle = (article) => linked(article.url, "article-line", make("strong", {}, article.title), cover(article));

export function cover(article) {
  const source = article.picture || article.pic_url;
  return make("span", { class: "cover" }, source ? make("img", { src: ownAddress(source), alt: "" }) : icon("cover"));
}

function linked(url, className, ...children) {
  return /^(https?:\/\/|\/)/.test(url || "") ? outsideLink(ownAddress(url), className, ...children) : make("div", { class: className }, ...children);
}
