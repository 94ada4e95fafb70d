import { Amplify } from "aws-amplify";
import { confirmSignIn, getCurrentUser, signIn, signOut } from "aws-amplify/auth";
import { Hub } from "aws-amplify/utils";
import { createApp } from "vue";
import { createWebHistory } from "vue-router";
import App from "./App.vue";
import { resourcesConfig } from "./amplify.ts";
import { readConfig, type SiteConfig, siteConfigKey } from "./config.ts";
import { createSiteRouter } from "./router.ts";
import { createSession, sessionKey } from "./session/session.ts";
import "./styles/index.css";

const start = async (config: SiteConfig) => {
  Amplify.configure(resourcesConfig(config));
  if (config.graphqlUrl.startsWith("http:")) {
    const { plainRealtime } = await import("./local/plainRealtime.ts");
    window.WebSocket = plainRealtime(window.WebSocket, config.graphqlUrl);
  }

  const session = createSession({ signIn, confirmSignIn, signOut, getCurrentUser }, config.authFlow);
  const router = createSiteRouter(createWebHistory(), session);
  Hub.listen("auth", ({ payload: { event } }) => {
    if (event !== "tokenRefresh_failure") return;
    session.ended();
    router.push({ path: "/sign-in", query: { to: router.currentRoute.value.fullPath, after: "ended" } });
  });

  createApp(App).provide(siteConfigKey, config).provide(sessionKey, session).use(router).mount("#app");
};

const refuse = async (problems: string[]) => {
  const { default: MissingConfigPage } = await import("./pages/MissingConfigPage.vue");
  createApp(MissingConfigPage, { problems }).mount("#app");
};

const reading = readConfig(import.meta.env);
await (reading.ok ? start(reading.config) : refuse(reading.problems));
