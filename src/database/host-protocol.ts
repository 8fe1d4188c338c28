/** What the engine host tells its supervisor. */
export type FromHost =
  | { type: 'ready'; unclean: boolean; databasePid: number }
  /** The engine refused to open; `message` is its own text. */
  | { type: 'failed'; message: string };

/** What the supervisor tells the engine host. */
export type ToHost = { type: 'stop' };

export type HostArguments = {
  /** The database directory. */
  directory: string;
  /** The private run directory; the socket is reached through `db.sock` in it. */
  run: string;
  /** Written while the engine is open and removed by a clean close: {supervisorPid, hostPid}. */
  ownerFile: string;
  /** Set when an installed `mongod` is run instead of the engine. */
  mongod?: string;
};

export const SOCKET_NAME = 'db.sock';

/** sockaddr_un holds 108 bytes with the final zero; a longer path is cut in silence and lands outside the private directory. */
export const LONGEST_SOCKET_PATH = 107;

/** A served database: where its socket is, which process it is, how it is closed, and word of its end when that is another process. */
export type Opened = { socketPath: string; pid: number; close(): Promise<void>; ended?: Promise<void> };
