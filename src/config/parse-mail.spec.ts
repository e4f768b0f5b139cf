import { describe, expect, it } from 'vitest';
import { parseMailFrom, parseSmtpUrl } from './parse-mail.js';

describe('parseSmtpUrl', () => {
  it.each([
    ['smtp://mail.example.com', { host: 'mail.example.com', port: 587, security: 'starttls' }],
    ['smtp://mail.example.com:2525/', { port: 2525, security: 'starttls' }],
    ['smtps://mail.example.com', { port: 465, security: 'tls' }],
    ['smtp://mail.example.com?starttls=optional', { security: 'starttls_if_offered' }],
    ['smtp://mail.example.com?starttls=off', { security: 'none' }],
    ['smtp://localhost:1025', { host: 'localhost', security: 'starttls_if_offered' }],
    ['smtp://127.0.0.1:1025?starttls=required', { security: 'starttls' }],
    ['smtp://[::1]:25', { host: '::1', port: 25, security: 'starttls_if_offered' }],
    ['smtp://me%40example.com:p%3A%2F@mx', { login: { user: 'me@example.com', password: 'p:/' } }],
    [
      'smtp://mx?connections=3&name=app-1.example.com',
      { maxConnections: 3, clientName: 'app-1.example.com' },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseSmtpUrl(text)).toMatchObject(expected);
  });

  it.each([
    'mail.example.com',
    'http://mail.example.com',
    'smtp://',
    'smtp://mx/inbox',
    'smtp://mx#part',
    'smtp://m%0ax',
    'smtp://mx:0',
    'smtp://user@mx',
    'smtp://:secret@mx',
    'smtp://mx?pool=true',
    'smtp://mx?name=a&name=b',
    'smtp://mx?name=a%0d%0aRSET',
    'smtp://mx?starttls=maybe',
    'smtps://mx?starttls=off',
    'smtp://mx?connections=0',
    'smtp://user:secret@mx?starttls=off',
    'smtp://user:secret@mx?starttls=optional',
  ])('refuses %s without repeating the password', (text) => {
    expect(() => parseSmtpUrl(text)).toThrow(/^(?!.*secret)/);
  });
});

describe('parseMailFrom', () => {
  it.each([
    ['kyc@example.com', { address: 'kyc@example.com' }],
    ['Ärzte & Co. <kyc@example.com>', { address: 'kyc@example.com', name: 'Ärzte & Co.' }],
    [
      '"Notices, Postrider" <kyc@localhost>',
      { address: 'kyc@localhost', name: 'Notices, Postrider' },
    ],
  ])('reads %s', (text, expected) => {
    expect(parseMailFrom(text)).toEqual(expected);
  });

  it.each([
    'kyc',
    'a@b@c',
    '<kyc@example.com',
    'One <a@example.com>, <b@example.com>',
    'X\r\nBcc: y <a@b.c>',
    'a b@example.com',
  ])('refuses %j', (text) => {
    expect(() => parseMailFrom(text)).toThrow('be notices@example.com');
  });
});
