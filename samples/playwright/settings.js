// 'postern org run' tells the first app and user in Okta's variables, and all of them in POSTERN_ORG.
export const { url: org, apps: [shop, warehouse], users: [ada, wim] } = JSON.parse(process.env.POSTERN_ORG);
export const issuer = process.env.OKTA_OAUTH2_ISSUER;
