import { describe, expect, it } from '@jest/globals';
import { isPublicAddress } from '../../src/http/public-address.js';
import { pauseAfter } from '../../src/notify/deliver.js';
import { lookupPublic, postSafely, RefusedTarget } from '../../src/notify/post-safely.js';

describe('requests forged through the server (SSRF)', () => {
  it.each([{}, { all: true }])(
    'nameOfPrivateAddress: connects to no name that leads into an own network (%j)',
    async (options) => {
      const error = await new Promise((resolve) => lookupPublic('localhost', options, resolve));
      expect(error).toBeInstanceOf(RefusedTarget);
    },
  );

  it.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.100.100.200',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    '::ffff:127.0.0.1',
    '::ffff:a9fe:a9fe',
    'fe80::1',
    'fd00:ec2::254',
    'fec0::1',
    '64:ff9b::7f00:1',
    '2002:7f00:1::',
    '2001:db8::1',
    'localhost',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    'https://127.0.0.1/x',
    'https://2130706433/x',
    'https://0x7f.1/x',
    'https://[::ffff:127.0.0.1]/x',
    'https://169.254.169.254/latest/meta-data',
    'https://localhost/x',
    'http://93.184.216.34/plain',
  ])('%s is refused before anything is sent', async (url) => {
    await expect(Promise.resolve().then(() => postSafely(url, '{}', {}, false))).rejects.toThrow(RefusedTarget);
  });
});

describe('pauses', () => {
  it('double up to six hours, and differ between half and all', () => {
    expect([1, 2, 3, 30].map((attempts) => pauseAfter(attempts, () => 1))).toEqual([
      30_000, 60_000, 120_000, 21_600_000,
    ]);
    expect(pauseAfter(3, () => 0)).toBe(60_000);
  });
});
