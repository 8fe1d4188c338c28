import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type Received = { headers: IncomingHttpHeaders; body: string };

/** A receiver of webhooks on loopback. `answer` gives the status for each, by how many came before. */
export async function webhookReceiver(answer: (before: number) => number = () => 200) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const status = answer(received.length);
      received.push({ headers: request.headers, body });
      response.writeHead(status, status >= 300 && status < 400 ? { location: 'http://127.0.0.1:1/elsewhere' } : {});
      response.end('taken');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/hook`, received, close: () => server.close() };
}

export type Letter = { to: string[]; text: string };

/** A real SMTP server on loopback that keeps what it takes. */
export async function mailServer() {
  const letters: Letter[] = [];
  let refusing = false;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    logger: false,
    onData(stream, session, callback) {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (chunk: string) => {
        text += chunk;
      });
      stream.on('end', () => {
        if (refusing) return callback(Object.assign(new Error('4.3.0 try later'), { responseCode: 451 }));
        letters.push({ to: session.envelope.rcptTo.map(({ address }) => address), text: text.replace(/=\r\n/g, '') });
        callback();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    letters,
    refuse(now: boolean) {
      refusing = now;
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
