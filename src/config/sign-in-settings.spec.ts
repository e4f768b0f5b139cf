import { describe, expect, it } from 'vitest';
import { loadSettings, SettingsError } from './settings.js';

function problemsOf(env: NodeJS.ProcessEnv): string[] {
  try {
    loadSettings(env, '/srv');
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return error.problems;
  }
}

describe('PORTAL_FRAME_ANCESTORS', () => {
  it('is a list of origins', () => {
    const value = 'https://app.example.com, https://eu.example.com:8443,http://127.0.0.1:8080';
    expect(loadSettings({ PORTAL_FRAME_ANCESTORS: value }, '/srv').portalFrameAncestors).toEqual([
      'https://app.example.com',
      'https://eu.example.com:8443',
      'http://127.0.0.1:8080',
    ]);
  });

  it.each([
    '*',
    'https://*.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://app.example.com; script-src *',
    'http://app.example.com',
    'http://127.0.0.1.example.com',
    'HTTPS://APP.example.com',
    'https://app.example.com;script-src',
    "'self'",
  ])('refuses %s', (value) => {
    expect(problemsOf({ PORTAL_FRAME_ANCESTORS: value })).toEqual([
      expect.stringMatching(/^PORTAL_FRAME_ANCESTORS must be a comma-separated list of origins/),
    ]);
  });

  it('takes no plain http in production', () => {
    const env = { NODE_ENV: 'production', EMBEDDED: '1' };
    expect(problemsOf({ ...env, PORTAL_FRAME_ANCESTORS: 'http://localhost:8080' })).toEqual([
      'PORTAL_FRAME_ANCESTORS must hold https origins only in production',
    ]);
    expect(problemsOf({ ...env, PORTAL_FRAME_ANCESTORS: 'https://app.example.com' })).toEqual([]);
  });
});
