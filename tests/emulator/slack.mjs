// Runs the npm package "emulate" as a Slack on loopback: signed events, the Web API, OAuth.
//
//   node slack.mjs PORT APP_URL SIGNING_SECRET SCOPES
//
// Its command line crashes on Node 20, so its API is used. Prints one line of JSON (ids and tokens) once it listens, and
// ends with its standard input. Events go to APP_URL/slack/events.
import { readdirSync, readFileSync } from "node:fs";

const [port, app, signingSecret, scopes] = process.argv.slice(2);
const dist = new URL("node_modules/emulate/dist/", import.meta.url);
const source = (name) => readFileSync(new URL(name, dist), "utf8");
// The file that exports the plugin has a hash in its name.
const holder = readdirSync(dist).find(
  (name) => name.endsWith(".js") && source(name).split("\nexport {").pop().includes(" slackPlugin\n"),
);
const { slackPlugin, getSlackStore } = await import(new URL(holder, dist));
const { createEmulator } = await import(new URL("api.js", dist));

// The plugin is the only place where the hooks (which deliver events) and the store can be got hold of.
let hooks, store;
const register = slackPlugin.register;
slackPlugin.register = function (app, itsStore, webhooks, ...rest) {
  [hooks, store] = [webhooks, getSlackStore(itsStore)];
  return register.call(this, app, itsStore, webhooks, ...rest);
};

const bot = { app_id: "A0VANORT", bot_id: "B0VANORT", bot_user_id: "U0VANORT", bot_name: "vanort" };
const client = { client_id: "1.2", client_secret: "the client secret of the emulator", name: "Vänort" };
const everything = "chat:write channels:read channels:history groups:read groups:history im:read im:history im:write users:read mpim:history";
const people = ["anna", "bertil", "samordnaren"];
const crowd = Array.from({ length: 50 }, (_, n) => ({ name: `crowd-${n}` }));
const rooms = Array.from({ length: 20 }, (_, n) => ({ name: `rum-${n}` }));
const seed = {
  slack: {
    team: { name: "Kommunen", domain: "kommunen" },
    users: [...people.map((name) => ({ name })), ...crowd],
    channels: [{ name: "fragor" }, { name: "samordning" }, { name: "hemlig", is_private: true }, ...rooms],
    oauth_apps: [{ ...bot, ...client, scopes, redirect_uris: [`${app}/slack/oauth_redirect`] }],
    tokens: [
      { token: "xoxb-vanort", type: "bot", user_id: bot.bot_user_id, scopes, app_id: bot.app_id, bot_id: bot.bot_id },
      { token: "xoxb-few-scopes", type: "bot", user_id: bot.bot_user_id, scopes: "app_mentions:read", bot_id: bot.bot_id },
      ...people.map((name) => ({ token: `xoxp-${name}`, user: name, scopes: everything })),
    ],
    strict_scopes: true,
    signing_secret: signingSecret,
  },
};
const url = `http://127.0.0.1:${port}`;
await createEmulator({ service: "slack", port: Number(port), hostname: "127.0.0.1", baseUrl: url, seed });

hooks.register({ url: `${app}/slack/events`, events: ["*"], active: true, owner: "slack" });

// Slack sends app_mention beside message; the emulator sends message alone.
const dispatch = hooks.dispatch.bind(hooks);
hooks.dispatch = async (event, action, payload, ...rest) => {
  const told = payload?.event;
  await dispatch(event, action, payload, ...rest);
  if (told?.type === "message" && !told.subtype && told.text?.includes(`<@${bot.bot_user_id}>`)) {
    const mention = { ...payload, event_id: `${payload.event_id}M`, event: { ...told, type: "app_mention" } };
    await dispatch("app_mention", action, mention, ...rest);
  }
};

const ids = (rows, name, id) => Object.fromEntries(rows.map((row) => [row[name], row[id]]));
console.log(
  JSON.stringify({
    url: `${url}/api/`,
    team: store.teams.all()[0].team_id,
    users: ids(store.users.all(), "name", "user_id"),
    channels: ids(store.channels.all(), "name", "channel_id"),
    bot: bot.bot_user_id,
    client,
  }),
);
process.stdin.resume().on("end", () => process.exit(0));
