// Okta's own SDK for the Management API: each resource is made, read, changed, listed, searched, switched off and deleted, and each change is looked
// for in a sign-in or a token of okta-auth-js.
import okta from '@okta/okta-sdk-nodejs';
import { answer, signIn } from './stranger.mjs';
import { tokensOf } from './technique.mjs';

const Password = 'Abcd-1234-efgh';
const Callback = 'https://app.acme.example/callback';

const all = async (collection) => { const items = []; await collection.each((item) => { items.push(item); }); return items; };
const refused = async (work) => { try { await work(); return null; } catch (e) { return e.status ? `${e.status} ${e.errorCode ?? ''}`.trim() : e.message; } };

function userBody(name, more = {}) {
  const login = `${name}@acme.example`;
  return { profile: { firstName: name, lastName: 'Tester', email: login, login, ...more }, credentials: { password: { value: Password } } };
}

const appBody = (label, more = {}) => ({
  name: 'oidc_client', label, signOnMode: 'OPENID_CONNECT',
  credentials: { oauthClient: { token_endpoint_auth_method: 'none' } },
  settings: { oauthClient: { redirect_uris: [Callback], response_types: ['code'], grant_types: ['authorization_code', 'refresh_token'], application_type: 'browser', ...more } },
});

const steps = {
  async users({ sdk }) {
    const api = sdk.userApi;
    const made = await api.createUser({ body: userBody('ute', { department: 'Engineering' }), activate: false });
    const seen = [made.status];
    await api.activateUser({ userId: made.id, sendEmail: false });
    seen.push((await api.getUser({ userId: made.profile.login })).status);
    await api.updateUser({ userId: made.id, user: { profile: { nickName: 'U' } } });
    const changed = await api.replaceUser({ userId: made.id, user: { profile: { ...made.profile, department: 'Sales' } } });
    for (let n = 0; n < 7; n++) await api.createUser({ body: userBody(`page${n}`) });
    const pages = (await all(await api.listUsers({ limit: 3 }))).map((user) => user.profile.login);
    const found = (await all(await api.listUsers({ search: 'profile.department eq "Sales" and profile.lastName sw "Te"' }))).map((user) => user.profile.login);
    await api.suspendUser({ userId: made.id });
    seen.push((await api.getUser({ userId: made.id })).status);
    await api.unsuspendUser({ userId: made.id });
    await api.deactivateUser({ userId: made.id });
    seen.push((await api.getUser({ userId: made.id })).status);
    await api.deleteUser({ userId: made.id });
    return {
      seen, department: changed.profile.department, nickName: changed.profile.nickName ?? null, pages: new Set(pages).size === pages.length && pages.length >= 8,
      found, gone: await refused(() => api.getUser({ userId: made.id })),
    };
  },

  async groups({ sdk, task, web }) {
    const { groupApi, userApi } = sdk;
    const user = await userApi.createUser({ body: userBody('gus', { department: 'Engineering' }) });
    const group = await groupApi.createGroup({ group: { profile: { name: 'qa-testers', description: 'Testers' } } });
    const rule = await groupApi.createGroupRule({ groupRule: {
      type: 'group_rule', name: 'engineers', conditions: { expression: { type: 'urn:okta:expression:1.0', value: 'user.department=="Engineering"' } },
      actions: { assignUserToGroups: { groupIds: [group.id] } },
    } });
    await groupApi.activateGroupRule({ ruleId: rule.id });
    const members = (await all(await groupApi.listGroupUsers({ groupId: group.id }))).map((member) => member.profile.login);
    const claim = (await web('gus')).idToken.groups;
    await groupApi.unassignUserFromGroup({ groupId: group.id, userId: user.id });
    const left = (await web('gus')).idToken.groups;
    await groupApi.replaceGroup({ groupId: group.id, group: { profile: { name: 'qa-people' } } });
    const found = (await all(await groupApi.listGroups({ q: 'qa-p' }))).map((found) => found.profile.name);
    await groupApi.deactivateGroupRule({ ruleId: rule.id });
    await groupApi.deleteGroupRule({ ruleId: rule.id });
    await groupApi.deleteGroup({ groupId: group.id });
    return { members, claim, left, found, gone: await refused(() => groupApi.getGroup({ groupId: group.id })) };
  },

  async apps({ sdk, task }) {
    const api = sdk.applicationApi;
    const user = await sdk.userApi.createUser({ body: userBody('ann') });
    const app = await api.createApplication({ application: appBody('SDK app') });
    const signIn = (name = 'ann') => tokensOf({ issuer: task.issuer, clientId: app.credentials.oauthClient.client_id, redirectUri: Callback, username: `${name}@acme.example`, password: Password });
    const before = await refused(signIn);
    await api.assignUserToApplication({ appId: app.id, appUser: { id: user.id, scope: 'USER' } });
    const assigned = (await all(await api.listApplicationUsers({ appId: app.id }))).map((assignment) => assignment.credentials.userName);
    const after = (await signIn()).idToken.preferred_username;
    await api.replaceApplication({ appId: app.id, application: { ...appBody('SDK app renamed'), credentials: app.credentials } });
    const renamed = (await api.getApplication({ appId: app.id })).label;
    const listed = (await all(await api.listApplications({ q: 'SDK app' }))).map((found) => found.label);
    const early = await refused(() => api.deleteApplication({ appId: app.id }));
    await api.deactivateApplication({ appId: app.id });
    const off = await refused(signIn);
    await api.activateApplication({ appId: app.id });
    const on = (await signIn()).status;
    await api.deactivateApplication({ appId: app.id });
    await api.deleteApplication({ appId: app.id });
    return { before, assigned, after, renamed, listed, early, off, on, gone: await refused(() => api.getApplication({ appId: app.id })) };
  },

  async servers({ sdk, task }) {
    const api = sdk.authorizationServerApi;
    const server = await api.createAuthorizationServer({ authorizationServer: { name: 'qa-api', audiences: ['api://qa'], description: 'Tests' } });
    const authServerId = server.id;
    await api.createOAuth2Scope({ authServerId, oAuth2Scope: { name: 'orders:read', consent: 'IMPLICIT' } });
    const claim = await api.createOAuth2Claim({ authServerId, oAuth2Claim: { name: 'team', status: 'ACTIVE', claimType: 'RESOURCE', valueType: 'EXPRESSION', value: '"blue"', conditions: { scopes: [] }, alwaysIncludeInToken: true } });
    const policy = await api.createAuthorizationServerPolicy({ authServerId, policy: { type: 'OAUTH_AUTHORIZATION_POLICY', name: 'all', description: 'All', status: 'ACTIVE', priority: 1, conditions: { clients: { include: ['ALL_CLIENTS'] } } } });
    const rule = await api.createAuthorizationServerPolicyRule({ authServerId, policyId: policy.id, policyRule: {
      type: 'RESOURCE_ACCESS', name: 'short', status: 'ACTIVE', priority: 1,
      conditions: { people: { groups: { include: ['EVERYONE'] } }, grantTypes: { include: ['authorization_code'] }, scopes: { include: ['*'] } },
      actions: { token: { accessTokenLifetimeMinutes: 7, refreshTokenLifetimeMinutes: 0, refreshTokenWindowMinutes: 10080 } },
    } });
    const user = await sdk.userApi.createUser({ body: userBody('sue') });
    const app = await sdk.applicationApi.createApplication({ application: appBody('Server app') });
    await sdk.applicationApi.assignUserToApplication({ appId: app.id, appUser: { id: user.id, scope: 'USER' } });
    const signIn = () => tokensOf({ issuer: server.issuer, clientId: app.credentials.oauthClient.client_id, redirectUri: Callback, username: 'sue@acme.example', password: Password, scopes: ['openid', 'orders:read'] });
    const token = (await signIn()).accessToken;
    await api.replaceAuthorizationServerPolicyRule({ authServerId, policyId: policy.id, ruleId: rule.id, policyRule: { ...rule, actions: { token: { ...rule.actions.token, accessTokenLifetimeMinutes: 11 } } } });
    await api.deleteOAuth2Claim({ authServerId, claimId: claim.id });
    const later = (await signIn()).accessToken;
    await api.deactivateAuthorizationServerPolicy({ authServerId, policyId: policy.id });
    const noPolicy = await refused(signIn);
    await api.deactivateAuthorizationServer({ authServerId });
    const off = await refused(signIn);
    await api.deleteAuthorizationServer({ authServerId });
    return {
      lifetime: token.exp - token.iat, team: token.team, scopes: token.scp, laterLifetime: later.exp - later.iat, laterTeam: later.team ?? null,
      noPolicy, off: off !== null, gone: await refused(() => api.getAuthorizationServer({ authServerId })),
    };
  },

  async policies({ sdk, task, web }) {
    const api = sdk.policyApi;
    const group = await sdk.groupApi.createGroup({ group: { profile: { name: 'denied' } } });
    const user = await sdk.userApi.createUser({ body: { ...userBody('pia'), groupIds: [group.id] } });
    const before = (await web('pia')).status;
    const policy = await api.createPolicy({ policy: { type: 'OKTA_SIGN_ON', name: 'Nobody of these', status: 'ACTIVE', conditions: { people: { groups: { include: [group.id] } } } } });
    const rule = await api.createPolicyRule({ policyId: policy.id, policyRule: { type: 'SIGN_ON', name: 'no', conditions: { network: { connection: 'ANYWHERE' } }, actions: { signon: { access: 'DENY', requireFactor: false } } } });
    const denied = await refused(() => web('pia'));
    const listed = (await all(await api.listPolicies({ type: 'OKTA_SIGN_ON' }))).map((found) => [found.name, found.priority, found.system]);
    await api.deactivatePolicyRule({ policyId: policy.id, ruleId: rule.id });
    const after = (await web('pia')).status;
    await api.deletePolicy({ policyId: policy.id });
    return { before, denied, listed, after, gone: await refused(() => api.getPolicy({ policyId: policy.id })) };
  },

  async origins({ sdk, task }) {
    const api = sdk.trustedOriginApi;
    const allowed = async () => (await fetch(`${task.org}/api/v1/authn`, { method: 'OPTIONS', headers: { Origin: 'https://page.acme.example', 'Access-Control-Request-Method': 'POST' } })).headers.get('access-control-allow-origin');
    const before = await allowed();
    const origin = await api.createTrustedOrigin({ trustedOrigin: { name: 'page', origin: 'https://page.acme.example', scopes: [{ type: 'CORS' }] } });
    const after = await allowed();
    await api.deactivateTrustedOrigin({ trustedOriginId: origin.id });
    const off = await allowed();
    await api.deleteTrustedOrigin({ trustedOriginId: origin.id });
    const zone = await sdk.networkZoneApi.createNetworkZone({ zone: { type: 'IP', name: 'office', gateways: [{ type: 'CIDR', value: '203.0.113.0/24' }] } });
    await sdk.networkZoneApi.deactivateNetworkZone({ zoneId: zone.id });
    await sdk.networkZoneApi.deleteNetworkZone({ zoneId: zone.id });
    return { before, after, off, zone: zone.gateways.map((gateway) => gateway.value), gone: await refused(() => api.getTrustedOrigin({ trustedOriginId: origin.id })) };
  },

  async factors({ sdk, task }) {
    const api = sdk.userFactorApi;
    const user = await sdk.userApi.createUser({ body: userBody('flo') });
    const factor = await api.enrollFactor({ userId: user.id, body: { factorType: 'question', provider: 'OKTA', profile: { question: 'disliked_food', answer: 'mayonnaise' } } });
    const listed = (await all(await api.listFactors({ userId: user.id }))).map((found) => found.factorType);
    const verified = (await api.verifyFactor({ userId: user.id, factorId: factor.id, body: { answer: 'mayonnaise' } })).factorResult;
    const wrong = await refused(() => api.verifyFactor({ userId: user.id, factorId: factor.id, body: { answer: 'ketchup' } }));
    await api.unenrollFactor({ userId: user.id, factorId: factor.id });
    return { status: factor.status, listed, verified, wrong, gone: await refused(() => api.getFactor({ userId: user.id, factorId: factor.id })) };
  },

  async log({ sdk, web }) {
    await sdk.userApi.createUser({ body: userBody('lea') });
    await web('lea');
    const events = await all(await sdk.systemLogApi.listLogEvents({ filter: 'eventType eq "user.lifecycle.create" or eventType eq "user.session.start"', until: new Date(Date.now() + 60000).toISOString(), since: new Date(Date.now() - 3600000).toISOString() }));
    return events.map((event) => [event.eventType, event.outcome.result]);
  },

  async schema({ sdk }) {
    const schema = await sdk.schemaApi.updateUserProfile({ schemaId: 'default', userSchema: { definitions: { custom: { id: '#custom', type: 'object', properties: { badge: { title: 'Badge', type: 'string', maxLength: 5 } }, required: [] } } } });
    const made = await sdk.userApi.createUser({ body: userBody('ben', { badge: 'B-1' }) });
    const long = await refused(() => sdk.userApi.createUser({ body: userBody('bad', { badge: 'too long' }) }));
    const unknown = await refused(() => sdk.userApi.createUser({ body: userBody('odd', { nothing: 1 }) }));
    return { attributes: Object.keys(schema.definitions.custom.properties), badge: made.profile.badge, long, unknown };
  },

  // Each is made, read, changed, found in its list, switched off where that can be, and deleted.
  async resources({ sdk }) {
    const life = async ({ make, read, change, list, off, remove }) => {
      const made = await make();
      await change(made);
      const now = await read(made.id);
      const listed = (await all(await list())).some((found) => found.id === made.id);
      if (off) await off(made.id);
      await remove(made.id);
      return [now.name ?? now.displayName, listed, await refused(() => read(made.id))];
    };
    const uri = (name) => ({ type: 'HTTP', version: '1.0.0', config: { uri: `https://hooks.acme.example/${name}`, method: 'POST' } });
    const inline = (name) => ({ name, type: 'com.okta.oauth2.tokens.transform', version: '1.0.0', channel: uri('inline') });
    const event = (name) => ({ name, events: { type: 'EVENT_TYPE', items: ['user.session.start'] }, channel: uri('event') });
    const idp = (name) => ({ type: 'OIDC', name, protocol: { type: 'OIDC', scopes: ['openid'], credentials: { client: { client_id: 'a', client_secret: 'b' } } }, policy: { accountLink: { action: 'AUTO' }, provisioning: { action: 'AUTO' } } });
    const { userTypeApi, inlineHookApi, eventHookApi, identityProviderApi, behaviorApi, customizationApi, hookKeyApi, networkZoneApi, linkedObjectApi } = sdk;
    const brands = { make: () => customizationApi.createBrand({ CreateBrandRequest: { name: 'Harbour' } }), change: ({ id }) => customizationApi.replaceBrand({ brandId: id, brand: { name: 'Port' } }) };
    const lives = {
      userType: await life({
        make: () => userTypeApi.createUserType({ userType: { name: 'partner', displayName: 'Partner', description: 'x' } }),
        read: (typeId) => userTypeApi.getUserType({ typeId }), list: () => userTypeApi.listUserTypes(),
        change: ({ id }) => userTypeApi.updateUserType({ typeId: id, userType: { displayName: 'Associate' } }),
        remove: (typeId) => userTypeApi.deleteUserType({ typeId }),
      }),
      inlineHook: await life({
        make: () => inlineHookApi.createInlineHook({ inlineHook: inline('Asked') }), read: (inlineHookId) => inlineHookApi.getInlineHook({ inlineHookId }),
        change: ({ id }) => inlineHookApi.replaceInlineHook({ inlineHookId: id, inlineHook: inline('Asked anew') }), list: () => inlineHookApi.listInlineHooks(),
        off: (inlineHookId) => inlineHookApi.deactivateInlineHook({ inlineHookId }), remove: (inlineHookId) => inlineHookApi.deleteInlineHook({ inlineHookId }),
      }),
      eventHook: await life({
        make: () => eventHookApi.createEventHook({ eventHook: event('Told') }), read: (eventHookId) => eventHookApi.getEventHook({ eventHookId }),
        change: ({ id }) => eventHookApi.replaceEventHook({ eventHookId: id, eventHook: event('Told anew') }), list: () => eventHookApi.listEventHooks(),
        off: (eventHookId) => eventHookApi.deactivateEventHook({ eventHookId }), remove: (eventHookId) => eventHookApi.deleteEventHook({ eventHookId }),
      }),
      identityProvider: await life({
        make: () => identityProviderApi.createIdentityProvider({ identityProvider: idp('Elsewhere') }), read: (idpId) => identityProviderApi.getIdentityProvider({ idpId }),
        change: ({ id }) => identityProviderApi.replaceIdentityProvider({ idpId: id, identityProvider: idp('Far away') }), list: () => identityProviderApi.listIdentityProviders(),
        off: (idpId) => identityProviderApi.deactivateIdentityProvider({ idpId }), remove: (idpId) => identityProviderApi.deleteIdentityProvider({ idpId }),
      }),
      behavior: await life({
        make: () => behaviorApi.createBehaviorDetectionRule({ rule: { name: 'New device', type: 'ANOMALOUS_DEVICE' } }), read: (behaviorId) => behaviorApi.getBehaviorDetectionRule({ behaviorId }),
        change: ({ id }) => behaviorApi.replaceBehaviorDetectionRule({ behaviorId: id, rule: { name: 'Strange device', type: 'ANOMALOUS_DEVICE' } }), list: () => behaviorApi.listBehaviorDetectionRules(),
        off: (behaviorId) => behaviorApi.deactivateBehaviorDetectionRule({ behaviorId }), remove: (behaviorId) => behaviorApi.deleteBehaviorDetectionRule({ behaviorId }),
      }),
      brand: await life({ ...brands, read: (brandId) => customizationApi.getBrand({ brandId }), list: () => customizationApi.listBrands(), remove: (brandId) => customizationApi.deleteBrand({ brandId }) }),
      hookKey: await life({
        make: () => hookKeyApi.createHookKey({ keyRequest: { name: 'Key' } }), read: (id) => hookKeyApi.getHookKey({ hookKeyId: id, id }),
        change: ({ id }) => hookKeyApi.replaceHookKey({ hookKeyId: id, id, keyRequest: { name: 'Other key' } }), list: () => hookKeyApi.listHookKeys(),
        remove: (id) => hookKeyApi.deleteHookKey({ hookKeyId: id, id }),
      }),
      zone: await life({
        make: () => networkZoneApi.createNetworkZone({ zone: { type: 'IP', name: 'Office', gateways: [{ type: 'CIDR', value: '203.0.113.0/24' }] } }), read: (zoneId) => networkZoneApi.getNetworkZone({ zoneId }),
        change: ({ id }) => networkZoneApi.replaceNetworkZone({ zoneId: id, zone: { type: 'IP', name: 'Offices', gateways: [{ type: 'CIDR', value: '203.0.113.0/24' }] } }), list: () => networkZoneApi.listNetworkZones(),
        off: (zoneId) => networkZoneApi.deactivateNetworkZone({ zoneId }), remove: (zoneId) => networkZoneApi.deleteNetworkZone({ zoneId }),
      }),
    };
    await linkedObjectApi.createLinkedObjectDefinition({ linkedObject: { primary: { name: 'manager', title: 'Manager', type: 'USER' }, associated: { name: 'subordinate', title: 'Subordinate', type: 'USER' } } });
    const domain = await sdk.customDomainApi.createCustomDomain({ domain: { domain: 'login.acme.example', certificateSourceType: 'OKTA_MANAGED' } });
    const verified = (await sdk.customDomainApi.verifyDomain({ domainId: domain.id })).validationStatus;
    await sdk.customDomainApi.deleteCustomDomain({ domainId: domain.id });
    const authenticators = (await all(await sdk.authenticatorApi.listAuthenticators())).map((found) => found.key);
    await sdk.orgSettingApi.updateOrgSettings({ OrgSetting: { website: 'https://acme.example' } });
    return {
      ...lives, links: (await all(await linkedObjectApi.listLinkedObjectDefinitions())).map((found) => found.primary.name), verified, authenticators,
      website: (await sdk.orgSettingApi.getOrgSettings()).website, tokens: (await all(await sdk.apiTokenApi.listApiTokens())).length,
    };
  },

  async taken({ sdk, task, web }) {
    const user = await sdk.userApi.createUser({ body: userBody('tia') });
    const session = await sdk.sessionApi.createSession({ createSessionRequest: { sessionToken: await signIn(task.org, 'tia@acme.example', Password) } });
    const login = (await sdk.sessionApi.getSession({ sessionId: session.id })).login;
    await sdk.sessionApi.revokeSession({ sessionId: session.id });
    await sdk.roleAssignmentApi.assignRoleToUser({ userId: user.id, assignRoleRequest: { type: 'HELP_DESK_ADMIN' } });
    const roles = (await all(await sdk.roleAssignmentApi.listAssignedRolesForUser({ userId: user.id }))).map((role) => role.type);
    await sdk.roleAssignmentApi.unassignRoleFromUser({ userId: user.id, roleAssignmentId: 'JBCUYUC7IRCVGS27IFCE2SKO', roleId: 'JBCUYUC7IRCVGS27IFCE2SKO' });
    const app = await sdk.applicationApi.createApplication({ application: appBody('Takes back') });
    await sdk.applicationApi.assignUserToApplication({ appId: app.id, appUser: { id: user.id, scope: 'USER' } });
    const tokens = await tokensOf({ issuer: task.issuer, clientId: app.id, redirectUri: Callback, username: 'tia@acme.example', password: Password, scopes: ['openid', 'offline_access'] });
    const refresh = async () => (await fetch(`${task.org}/oauth2/v1/token`, { method: 'POST', headers: { 'Content-Type': 'application/x-www-form-urlencoded' }, body: `grant_type=refresh_token&client_id=${app.id}&refresh_token=${tokens.refreshToken}` })).status;
    const listed = (await all(await sdk.userApi.listRefreshTokensForUserAndClient({ userId: user.id, clientId: app.id }))).map((token) => token.scopes.sort());
    await sdk.userApi.revokeTokensForUserAndClient({ userId: user.id, clientId: app.id });
    return {
      login, ended: await refused(() => sdk.sessionApi.getSession({ sessionId: session.id })), roles,
      left: (await all(await sdk.roleAssignmentApi.listAssignedRolesForUser({ userId: user.id }))).length, listed, refreshed: await refresh(),
    };
  },
};

await answer(async (task) => {
  const sdk = new okta.Client({ orgUrl: task.org, token: task.apiToken, testing: { disableHttpsCheck: true } });
  const web = (name) => tokensOf({ issuer: task.issuer, clientId: task.clientId, redirectUri: task.redirectUri, username: `${name}@acme.example`, password: Password, scopes: ['openid', 'profile', 'groups'] });
  return steps[task.step]({ sdk, task, web });
});
