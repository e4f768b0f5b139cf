import { parseRedisUrl } from './redis-url.js';
import type { Settings } from './settings.js';

/** Returns every secret of the settings, none of which may appear in logs or messages. */
export function secretsOf(settings: Settings): string[] {
  const { databaseUrl, migrationDatabaseUrl, redisUrl, adminApiKey, encryptionKeys, metricsToken } =
    settings;
  const { assetStore, mail, oidc } = settings;
  const secrets = [
    ...(databaseUrl === undefined ? [] : passwordsOf(databaseUrl)),
    ...(migrationDatabaseUrl === undefined ? [] : passwordsOf(migrationDatabaseUrl)),
    ...(redisUrl === undefined ? [] : redisPasswords(redisUrl)),
    adminApiKey,
    ...(encryptionKeys ?? []).map(({ key }) => key.toString('base64')),
    metricsToken,
    assetStore?.secretAccessKey,
    mail?.server.login?.password,
    oidc?.clientSecret,
  ];
  return secrets.flatMap((secret) => (secret === undefined || secret === '' ? [] : [secret]));
}

function redisPasswords(redisUrl: string): (string | undefined)[] {
  const target = parseRedisUrl(redisUrl);
  return target.kind === 'single' ? passwordsOf(target.url) : [target.password];
}

/** Returns the passwords of a URL, percent-encoded and decoded. */
function passwordsOf(url: string): string[] {
  const { password, searchParams } = new URL(url);
  const spelt = [password, searchParams.get('password') ?? ''];
  return spelt.flatMap((text) => [text, decoded(text)]);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
