/** A resource that ran out, in the words evidence uses, with the mechanism that keeps a shortage from becoming an outage. */
export type ResourceRule = {
  id: string;
  /** As it reads in "runs out of …". */
  name: string;
  pattern: RegExp;
  /** Title of the prevention, for a component. Verb first. */
  title: (component: string) => string;
  endState: (component: string) => string;
};

export const RESOURCES: readonly ResourceRule[] = [
  {
    id: 'memory',
    name: 'memory',
    pattern:
      /\b(?:(?:cannot|can'?t|could ?n[o']t|failed to|unable to) allocate(?: memory)?|out[- ]of[- ]memory|oom(?:[- ]?kill\w*)?|memory (?:exhaust\w*|leak\w*|limit (?:exceeded|reached|hit))|heap space|ran out of memory)\b/i,
    title: (component) => `Make ${component} shed load instead of crashing when memory cannot be allocated`,
    endState: (component) =>
      `A test that denies memory to ${component} sees it keep serving or restart by itself within a minute, and its memory has a limit and headroom stated.`,
  },
  {
    id: 'disk',
    name: 'disk space',
    pattern:
      /\b(?:no space left|disk(?: is| was)? full|disk space|enospc|out of disk|volume full|storage full|inodes?)\b/i,
    title: (component) => `Cap the disk space that ${component} can fill and alert well before it is full`,
    endState: (component) =>
      `An alarm on ${component} fires at 80% of the disk, and old data is removed by a job, shown by a test fill.`,
  },
  {
    id: 'connections',
    name: 'connections',
    pattern:
      /\b(?:too many connections|connection (?:pool|limit)s? (?:exhaust\w*|full|reached|exceeded)|connections? exhaust\w*|pool exhaust\w*|max_connections|no (?:free|available) connections?|exhaust\w* (?:the )?connections?)\b/i,
    title: (component) =>
      `Limit and queue the connections to ${component} so that a surge is turned away instead of taking it down`,
    endState: (component) =>
      `A load test at twice the peak leaves ${component} answering within its target, and an alarm watches pool use at 80%.`,
  },
  {
    id: 'descriptors',
    name: 'files or threads',
    pattern:
      /\b(?:too many open files|file descriptors?|emfile|thread (?:count|limit|pool)s?[^.;]{0,30}(?:exceed\w*|limit|exhaust\w*|reached|above|full)|thread starvation|pids? limit|cannot fork|cannot create (?:a )?thread)\b/i,
    title: (component) =>
      `Raise the operating-system limit of files and threads of ${component} and alert on their use`,
    endState: (component) =>
      `The limit of ${component} is set in code with twice the peak use, and an alarm fires at 80% of it.`,
  },
  {
    id: 'certificate',
    name: 'certificate validity',
    pattern: /\b(?:certificates?|cert|tls|ssl)\b[^.;]{0,60}\bexpir\w+|\bexpir\w+[^.;]{0,40}\b(?:certificates?|cert)\b/i,
    title: (component) => `Renew the certificates of ${component} automatically and alert 30 days before one expires`,
    endState: (component) =>
      `A certificate of ${component} with under 30 days left raises an alarm, shown with a short-lived test certificate.`,
  },
  {
    id: 'quota',
    name: 'quota',
    pattern: /\b(?:quota|service limit|rate limit(?:ed|ing|s)?|throttl\w+|limit exceeded|limitexceeded|429s?)\b/i,
    title: (component) => `Alert on quota use of ${component} and back off when it is throttled`,
    endState: (component) =>
      `An alarm on ${component} fires at 80% of the quota, and a throttled call is retried with back-off in a test.`,
  },
  {
    id: 'addresses',
    name: 'addresses',
    pattern:
      /\b(?:(?:out of|no (?:free|available|more)) (?:ip|ips|ip addresses|addresses|subnet)|ip (?:starvation|exhaustion)|ips? exhaust\w*|subnet (?:full|exhaust\w*))\b/i,
    title: (component) => `Give ${component} a larger address range and alert on free addresses`,
    endState: (component) =>
      `An alarm on ${component} fires while 20% of the addresses are still free, and twice the present nodes fit the range.`,
  },
  {
    id: 'capacity',
    name: 'capacity',
    pattern:
      /\b(?:overload\w*|saturat\w*|starv(?:ed|ation|ing)|insufficient (?:capacity|cpu|memory)|out of capacity|capacity (?:exhaust\w*|exceeded|limit)|evict\w+)\b/i,
    title: (component) => `Add headroom and load shedding to ${component} so that it degrades instead of stopping`,
    endState: (component) =>
      `A load test at twice the peak keeps ${component} within its error target, and an alarm fires at 80% of capacity.`,
  },
];
