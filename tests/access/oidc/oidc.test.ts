import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestService, type TestService } from '../../service.js';
import { account } from '../account.js';
import { CLIENT, type IdentityProvider, identityProvider } from './identity-provider.js';
import { Walker } from './walk.js';

let api: TestService;
let provider: IdentityProvider;
beforeAll(async () => {
  provider = await identityProvider();
  api = await openTestService({ env: { OIDC_ISSUER: provider.issuer, ...CLIENT } });
  provider.open(api.url);
});
afterAll(async () => {
  await api.close();
  await provider.close();
});

const callback = () => `${api.url}/oidc/callback`;
const start = (next = '/coes') => `${api.url}/oidc/start?next=${encodeURIComponent(next)}`;

/** Signs in all the way. @returns the walker, where it landed, and who it is */
async function signIn(login: string, claims: Record<string, unknown>, next?: string) {
  provider.people.set(login, claims);
  const walker = new Walker();
  const back = await walker.signInAtProvider(start(next), login, callback());
  const landed = await walker.open(back);
  const me = await (await walker.open(`${api.url}/api/v1/users/me`)).json();
  return { walker, back, landed, me: me as Record<string, unknown> };
}

describe('sign-in at an identity provider', () => {
  it('asks with PKCE S256, state and nonce, and lands where the person wanted to go, as a viewer', async () => {
    const walker = new Walker();
    const sent = await walker.open(start());
    const asked = new URL(sent.headers.get('location') as string);
    expect(asked.origin).toBe(provider.issuer);
    const { code_challenge_method, response_type, state, nonce, code_challenge } = Object.fromEntries(
      asked.searchParams,
    );
    expect([code_challenge_method, response_type]).toEqual(['S256', 'code']);
    for (const text of [state, nonce, code_challenge]) expect(text?.length ?? 0).toBeGreaterThan(20);
    const {
      landed,
      me,
      walker: inside,
    } = await signIn('nina', {
      name: 'Nina Nurse',
      email: 'Nina@Example.org',
      email_verified: true,
    });
    expect([landed.status, landed.headers.get('location')]).toEqual([303, '/coes']);
    expect(me).toMatchObject({
      name: 'Nina Nurse',
      email: 'nina@example.org',
      role: 'viewer',
      signsInBy: 'identityProvider',
    });
    expect((await inside.open(`${api.url}/coes`)).status).toBe(200);
    const cookies = landed.headers.getSetCookie().join('\n');
    expect(cookies).toMatch(/coe_session=[^;]+;.*HttpOnly; SameSite=Lax/);
  });

  it('knows the person again by issuer and subject, whatever their name and e-mail have become', async () => {
    const first = await signIn('otto', { name: 'Otto One', email: 'otto@example.org', email_verified: true });
    const again = await signIn('otto', { name: 'Nina Nurse', email: 'other@example.org', email_verified: true });
    expect([again.me.id, again.me.name]).toEqual([first.me.id, 'Otto One']);
  });

  it('gives namesakes names of their own, and cleans what could mislead', async () => {
    const [a, b] = [await signIn('sam1', { name: 'Sam Same' }), await signIn('sam2', { name: 'Sam Same' })];
    expect([a.me.name, b.me.name]).toEqual(['Sam Same', 'Sam Same (2)']);
    const c = await signIn('eve', { name: 'nina@example.org', preferred_username: 'user_administrator' });
    expect(c.me.name).toBe('nina');
    expect((await signIn('dot', { name: 'Ev\u202Eil\nLine' })).me.name).toBe('Ev il Line');
  });

  it('links an invited account by a verified e-mail only', async () => {
    const invited = await account(api, 'reviewer', { name: 'Ines Invited', email: 'ines@example.org' });
    const impostor = await signIn('fake', { name: 'Fake', email: 'ines@example.org', email_verified: false });
    expect([impostor.me.id === invited.id, impostor.me.role, impostor.me.email]).toEqual([false, 'viewer', null]);
    const silent = await signIn('silent', { name: 'Silent', email: 'ines@example.org' });
    expect(silent.me.id).not.toBe(invited.id);
    const real = await signIn('ines', { name: 'Ines I', email: 'INES@example.org', email_verified: true });
    expect([real.me.id, real.me.role, real.me.name]).toEqual([invited.id, 'reviewer', 'Ines Invited']);
    // And never a second time: the account is somebody's now.
    const late = await signIn('late', { name: 'Late', email: 'ines@example.org', email_verified: true });
    expect([late.me.id === invited.id, late.me.email]).toEqual([false, null]);
  });

  it('lists a person on the COEs that name their verified e-mail, but never by a name that they chose themselves', async () => {
    const restricted = { title: 'Quiet', restricted: true, members: ['petra@example.org', 'Chosen Name'] };
    const { body } = await api.as().post('coes').send(restricted).expect(201);
    const petra = await signIn('petra', { name: 'Petra', email: 'petra@example.org', email_verified: true });
    expect((await petra.walker.open(`${api.url}/coes/${body.number}`)).status).toBe(200);
    const chooser = await signIn('chooser', { name: 'Chosen Name' });
    expect(chooser.me.name).toBe('Chosen Name');
    expect((await chooser.walker.open(`${api.url}/coes/${body.number}`)).status).toBe(404);
  });

  it('refuses an answer that belongs to another browser, to no attempt, or that comes twice', async () => {
    provider.people.set('mallory', { name: 'Mallory' });
    const attacker = new Walker();
    const back = await attacker.signInAtProvider(start(), 'mallory', callback());
    const victim = new Walker();
    const fixed = await victim.open(back);
    expect(fixed.status).toBe(401);
    expect(await fixed.text()).toContain('another browser');
    // The victim has an attempt of their own: the state is not its.
    await victim.open(start());
    expect((await victim.open(back)).status).toBe(401);
    expect(victim.jar.get(api.url)?.has('coe_session') ?? false).toBe(false);
    expect((await attacker.open(back)).status).toBe(303);
    expect((await attacker.open(back)).status).toBe(401);
  });

  it('twoTabs: signs in from both tabs of one browser, each going on to where it wanted, and uses each answer once', async () => {
    provider.people.set('tessa', { name: 'Tessa' });
    const walker = new Walker();
    const attempts = api.service.database.connection.collection('signInAttempts');
    const before = await attempts.countDocuments();
    const first = await walker.signInAtProvider(start('/coes'), 'tessa', callback());
    const second = await walker.signInAtProvider(start('/action-items'), 'tessa', callback());
    const landed = [await walker.open(first), await walker.open(second)];
    expect(landed.map((each) => [each.status, each.headers.get('location')])).toEqual([
      [303, '/coes'],
      [303, '/action-items'],
    ]);
    for (const used of [first, second]) expect((await walker.open(used)).status).toBe(401);
    // Used up here, not only at the provider.
    expect(await attempts.countDocuments()).toBe(before);
  });

  it('expiredAttempt: refuses an answer that comes later than ten minutes after the start', async () => {
    provider.people.set('xenia', { name: 'Xenia' });
    const walker = new Walker();
    const back = await walker.signInAtProvider(start(), 'xenia', callback());
    const attempts = api.service.database.connection.collection('signInAttempts');
    await attempts.updateMany({}, { $set: { expiresAt: new Date(Date.now() - 1).toISOString() } });
    expect((await walker.open(back)).status).toBe(401);
    expect(walker.jar.get(api.url)?.has('coe_session') ?? false).toBe(false);
  });

  it('refuses a tampered answer, and never shows what the address says', async () => {
    provider.people.set('tom', { name: 'Tom' });
    const tampered = async (change: (url: URL) => void) => {
      const walker = new Walker();
      const url = new URL(await walker.signInAtProvider(start(), 'tom', callback()));
      change(url);
      return walker.open(url.href);
    };
    for (const change of [
      (url: URL) => url.searchParams.set('state', 'x'),
      (url: URL) => url.searchParams.delete('state'),
      (url: URL) => url.searchParams.set('code', 'x'),
      (url: URL) => url.searchParams.set('iss', 'https://evil.example'),
    ])
      expect([String(change), (await tampered(change)).status]).toEqual([String(change), 401]);
    const denied = await tampered((url) => {
      url.searchParams.delete('code');
      url.searchParams.set('error', 'access_denied');
      url.searchParams.set('error_description', 'Call +45 12345678 now');
    });
    const text = await denied.text();
    expect([denied.status, text.includes('12345678'), text.includes('did not let you in')]).toEqual([401, false, true]);
  });

  it('goes on to pages of this service only', async () => {
    const { landed } = await signIn('nina', { name: 'Nina' }, '//evil.example/x');
    expect(landed.headers.get('location')).toBe('/');
  });

  it('lets nobody in who was deactivated', async () => {
    const { me } = await signIn('dora', { name: 'Dora' });
    await api.as().patch(`users/${me.id}`).send({ active: false }).expect(200);
    const again = await signIn('dora', { name: 'Dora' });
    expect([again.landed.status, again.me.status]).toEqual([401, 401]);
  });

  it('begins a new session at every sign-in; the old secret is worth nothing', async () => {
    const { walker } = await signIn('rita', { name: 'Rita' });
    const before = walker.jar.get(api.url)?.get('coe_session') as string;
    const { url } = await walker.follow(start(), callback());
    await walker.open(url);
    const after = walker.jar.get(api.url)?.get('coe_session') as string;
    expect(after).not.toBe(before);
    await api.as(null).get('users/me').set('Cookie', `coe_session=${before}`).expect(401);
    await api.as(null).get('users/me').set('Cookie', `coe_session=${after}`).expect(200);
  });

  it('ends here, and offers to end it at the provider too', async () => {
    const { walker } = await signIn('leo', { name: 'Leo' });
    const out = await walker.open(`${api.url}/sign-out`, {});
    expect([out.status, out.headers.get('location')]).toEqual([303, '/sign-in?done=signedOut']);
    expect(await (await walker.open(`${api.url}/sign-in?done=signedOut`)).text()).toContain('/oidc/sign-out');
    const away = new URL((await walker.open(`${api.url}/oidc/sign-out`)).headers.get('location') as string);
    expect([away.origin, away.searchParams.get('post_logout_redirect_uri')]).toEqual([
      provider.issuer,
      `${api.url}/sign-in`,
    ]);
  });

  it('says clearly when the provider is down, and works again when it is back', async () => {
    const lonely = await identityProvider();
    const other = await openTestService({ env: { OIDC_ISSUER: lonely.issuer, ...CLIENT } });
    lonely.setDown(true);
    const page = await fetch(`${other.url}/oidc/start`, { redirect: 'manual', headers: { Accept: 'text/html' } });
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '60']);
    expect(await page.text()).toContain('sign in with a token');
    lonely.open(other.url);
    lonely.setDown(false);
    expect((await fetch(`${other.url}/oidc/start`, { redirect: 'manual' })).status).toBe(303);
    await other.close();
    await lonely.close();
  });
});

describe('groups of the identity provider', () => {
  it('give roles at every sign-in, the highest of them, and never leave the service without an administrator', async () => {
    const groups = await identityProvider();
    const env = {
      OIDC_ISSUER: groups.issuer,
      ...CLIENT,
      OIDC_DEFAULT_ROLE: 'viewer',
      OIDC_GROUPS_CLAIM: 'groups',
      OIDC_GROUP_ROLES: 'sre=author, coe=admins=admin,bar=reviewer',
    };
    const other = await openTestService({ env });
    groups.open(other.url);
    const roleAfter = async (held: unknown) => {
      groups.people.set('gail', { name: 'Gail', groups: held });
      const walker = new Walker();
      await walker.open(await walker.signInAtProvider(`${other.url}/oidc/start`, 'gail', `${other.url}/oidc/callback`));
      const me = (await (await walker.open(`${other.url}/api/v1/users/me`)).json()) as { role: string };
      return me.role;
    };
    expect(await roleAfter(['sre', 'bar', 'unknown'])).toBe('reviewer');
    expect(await roleAfter('coe=admins')).toBe('admin');
    expect(await roleAfter(undefined)).toBe('viewer');
    await other.close();
    await groups.close();
  });
});
