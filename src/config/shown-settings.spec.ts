import { describe, expect, it } from 'vitest';
import { loadSettings } from './settings.js';
import { shownSettings } from './shown-settings.js';

const KEY = Buffer.alloc(32, 7).toString('base64');
const ENV = {
  PORT: '8080',
  DATABASE_URL: 'postgres://owner:db-word@db.example:5432/postrider?sslpassword=tls-word',
  REDIS_URL: 'redis+sentinel://:redis-word@one:26379,two:26379/main',
  SMTP_URL: 'smtp://mailer:mail-word@smtp.example:587',
  MAIL_FROM: 'Postrider <no-reply@postrider.example>',
  ADMIN_API_KEY: 'admin-word-admin-word-admin-word-x',
  ENCRYPTION_KEYS: `k1:${KEY}`,
  METRICS_TOKEN: 'metrics-word',
};

describe('the settings as operators may see them', () => {
  it('have no secret, and say where each value comes from', () => {
    const shown = shownSettings(ENV, loadSettings(ENV, '/srv'));
    const of = (name: string) => shown.find((one) => one.name === name);
    expect(JSON.stringify(shown)).not.toMatch(/-word/);
    expect(JSON.stringify(shown)).not.toContain(KEY);
    expect(of('PORT')).toEqual({ name: 'PORT', value: '8080', source: 'environment' });
    expect(of('HOST')).toEqual({ name: 'HOST', value: '127.0.0.1', source: 'default' });
    expect(of('DATABASE_URL')?.value).toBe(
      'postgres://[hidden]@db.example:5432/postrider?[hidden]',
    );
    expect(of('METRICS_TOKEN')?.value).toBe('[hidden]');
    expect(of('RETRY_SCHEDULE')?.value).toMatch(/^5,30,/);
  });

  it('name keys that were generated', () => {
    const settings = { ...loadSettings({}, '/srv'), adminApiKey: 'made at the first start' };
    const shown = shownSettings({}, settings);
    expect(shown).toContainEqual({
      name: 'ADMIN_API_KEY',
      value: '[hidden]',
      source: 'generated',
    });
  });
});
