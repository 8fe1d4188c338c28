/** A browser without script: keeps the cookies of each site and follows redirects one by one. */
export class Walker {
  readonly jar = new Map<string, Map<string, string>>();

  async open(url: string, form?: Record<string, string>): Promise<Response> {
    const { origin } = new URL(url);
    const cookies = this.jar.get(origin) ?? new Map<string, string>();
    this.jar.set(origin, cookies);
    const response = await fetch(url, {
      redirect: 'manual',
      headers: {
        Accept: 'text/html',
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(form ? { Origin: origin } : {}),
      },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Follows redirects until a page, or until an address that begins with `stop`. @returns the address and the answer, not yet asked at `stop` */
  async follow(url: string, stop?: string): Promise<{ url: string; response?: Response; text: string }> {
    let at = url;
    for (let step = 0; step < 20; step++) {
      if (stop !== undefined && at.startsWith(stop)) return { url: at, text: '' };
      const response = await this.open(at);
      const location = response.headers.get('location');
      if (location === null) return { url: at, response, text: await response.text() };
      at = new URL(location, at).href;
    }
    throw new Error('too many redirects');
  }

  /** Signs in at the provider as `login` and agrees. @returns the address that the provider sends the browser back to */
  async signInAtProvider(startUrl: string, login: string, callback: string): Promise<string> {
    let page = await this.follow(startUrl, callback);
    for (let step = 0; step < 3 && !page.url.startsWith(callback); step++) {
      const action = /<form[^>]*action="([^"]+)"/.exec(page.text)?.[1];
      const prompt = /name="prompt" value="([^"]+)"/.exec(page.text)?.[1] ?? 'login';
      if (action === undefined) throw new Error(`no form at ${page.url}: ${page.text.slice(0, 500)}`);
      const sent = await this.open(new URL(action, page.url).href, { prompt, login, password: 'any' });
      page = await this.follow(new URL(sent.headers.get('location') as string, page.url).href, callback);
    }
    return page.url;
  }
}
