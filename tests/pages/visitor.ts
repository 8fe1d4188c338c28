import { ADMIN_TOKEN, type TestService } from '../service.js';

/** A browser without script: a session cookie, forms with the origin that a browser would send. */
export type Visitor = {
  get(path: string): ReturnType<ReturnType<TestService['as']>['get']>;
  post(path: string, form: Record<string, string | string[]>): ReturnType<ReturnType<TestService['as']>['post']>;
  cookie: string;
};

export async function signIn(api: TestService, token = ADMIN_TOKEN): Promise<Visitor> {
  const response = await api.as(null).post('/sign-in').set('Origin', api.url).type('form').send({ token });
  const cookie = String(response.headers['set-cookie']).split(';')[0] as string;
  return {
    cookie,
    get: (path) => api.as(null).get(path).set('Cookie', cookie).set('Accept', 'text/html'),
    post: (path, form) =>
      api
        .as(null)
        .post(path)
        .set('Cookie', cookie)
        .set('Accept', 'text/html')
        .set('Origin', api.url)
        .type('form')
        .send(
          new URLSearchParams(
            Object.entries(form).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
          ).toString(),
        ),
  };
}
