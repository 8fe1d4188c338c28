import type { createTransport } from 'nodemailer';

export type Mail = { to: string; subject: string; text: string; id: string };
export type Mailer = { send(mail: Mail): Promise<void>; close(): void };

/**
 * E-mail by SMTP. @param url smtp://user:password@host:587, or smtps:// for TLS from the start; STARTTLS is used where it is offered
 * @param from the sender's address
 */
export function mailer(url: string, from: string): Mailer {
  let opened: Promise<ReturnType<typeof createTransport>> | undefined;
  // Read with the first mail: it would be a part of every start.
  const open = async () =>
    (await import('nodemailer')).createTransport({
      url,
      pool: true,
      maxConnections: 2,
      connectionTimeout: 10_000,
      greetingTimeout: 10_000,
      socketTimeout: 20_000,
      disableFileAccess: true,
      disableUrlAccess: true,
    } as Parameters<typeof createTransport>[0]);
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'localhost';
  return {
    async send({ to, subject, text, id }) {
      // The same id at each try: a mailbox that got it twice shows it once.
      const messageId = `<${id.replace(/[^A-Za-z0-9.-]/g, '.')}@${domain}>`;
      const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
      opened ??= open();
      const transport = await opened;
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, messageId, headers });
    },
    close: () => void opened?.then((transport) => transport.close()),
  };
}
