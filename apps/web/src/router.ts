import { createRouter, type RouterHistory } from "vue-router";
import { guard } from "./guard.ts";
import AuthLayout from "./pages/AuthLayout.vue";
import ConfirmPage from "./pages/ConfirmPage.vue";
import ForgottenPasswordPage from "./pages/ForgottenPasswordPage.vue";
import NewPasswordPage from "./pages/NewPasswordPage.vue";
import NotFoundPage from "./pages/NotFoundPage.vue";
import SignInPage from "./pages/SignInPage.vue";
import SignUpPage from "./pages/SignUpPage.vue";
import type { Session } from "./session/session.ts";

/** The sign-in pages come at once; what needs the GraphQL client comes when somebody is signed in. */
export const createSiteRouter = (history: RouterHistory, session: Session) => {
  const router = createRouter({
    history,
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
    routes: [
      {
        path: "/",
        component: () => import("./pages/AppLayout.vue"),
        meta: { signedIn: true },
        children: [
          { path: "", redirect: "/categories" },
          { path: "categories", component: () => import("./pages/CategoriesPage.vue") },
          { path: "categories/:id", props: true, component: () => import("./pages/CategoryPage.vue") },
          { path: "protection", component: () => import("./pages/ProtectionPage.vue") },
        ],
      },
      {
        path: "/",
        component: AuthLayout,
        meta: { signedOut: true },
        children: [
          { path: "sign-in", component: SignInPage },
          { path: "sign-up", component: SignUpPage },
          { path: "confirm", component: ConfirmPage },
          { path: "forgotten-password", component: ForgottenPasswordPage },
          { path: "new-password", component: NewPasswordPage },
        ],
      },
      { path: "/:rest(.*)*", component: NotFoundPage },
    ],
  });

  router.beforeEach(async (to) => {
    await session.restore();
    return guard(to, session.user.value !== null);
  });
  return router;
};
