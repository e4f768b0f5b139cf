import { filled, quoted } from './recipe.js';
import type { Verification } from './recipe.js';

type Lines = (string | false)[];

const text = (lines: Lines): string => `${lines.filter((line) => line !== false).join('\n')}\n`;
const plus = (template: string): string => filled(template, { literal: quoted, join: ' + ' });

export function go(of: Verification): string {
  const { prefix, suffix, separator, timestampHeader, algorithm } = of;
  const pack = { sha1: 'sha1', sha256: 'sha256', sha384: 'sha512', sha512: 'sha512' }[algorithm];
  const make = algorithm === 'sha384' ? 'sha512.New384' : `${pack}.New`;
  const rest = `value[len(start):${suffix === '' ? '' : `len(value)-${suffix.length}`}]`;
  return text([
    'package webhooks',
    '',
    'import (',
    '\t"crypto/hmac"',
    `\t"crypto/${pack}"`,
    (of.encoding === 'base64' || of.decodesSecret) && '\t"encoding/base64"',
    of.encoding === 'hex' && '\t"encoding/hex"',
    '\t"net/http"',
    '\t"os"',
    of.checksAge && '\t"strconv"',
    '\t"strings"',
    of.checksAge && '\t"time"',
    ')',
    '',
    '// Verify reports whether body, the raw bytes of the request, was signed with the secret.',
    'func Verify(header http.Header, body []byte) bool {',
    '\tsecret := os.Getenv("WEBHOOK_SECRET")',
    of.usesId && '\tid := header.Get("webhook-id")',
    timestampHeader !== null && `\ttimestamp := header.Get("${timestampHeader}")`,
    of.checksAge && '\tseconds, err := strconv.ParseInt(timestamp, 10, 64)',
    of.checksAge && '\tif err != nil || time.Since(time.Unix(seconds, 0)).Abs() > 5*time.Minute {',
    of.checksAge && '\t\treturn false',
    of.checksAge && '\t}',
    '\tkey := []byte(secret)',
    of.decodesSecret && '\tif strings.HasPrefix(secret, "whsec_") {',
    of.decodesSecret && '\t\tkey, _ = base64.StdEncoding.DecodeString(secret[6:])',
    of.decodesSecret && '\t}',
    `\tmac := hmac.New(${make}, key)`,
    `\tmac.Write([]byte(${plus(of.before)}))`,
    '\tmac.Write(body)',
    `\tmac.Write([]byte(${plus(of.after)}))`,
    `\texpected := ${of.encoding === 'hex' ? 'hex' : 'base64.StdEncoding'}.EncodeToString(mac.Sum(nil))`,
    `\tvalue := header.Get(${quoted(of.header)})`,
    `\tstart := ${plus(prefix)}`,
    `\tif !strings.HasPrefix(value, start)${suffix === '' ? '' : ` || len(value) < len(start)+${suffix.length}`} {`,
    '\t\treturn false',
    '\t}',
    `\tsignatures := ${separator === null ? `[]string{${rest}}` : `strings.Split(${rest}, ${quoted(separator)})`}`,
    '\tfor _, signature := range signatures {',
    '\t\tif hmac.Equal([]byte(signature), []byte(expected)) {',
    '\t\t\treturn true',
    '\t\t}',
    '\t}',
    '\treturn false',
    '}',
  ]);
}

export function java(of: Verification): string {
  const { prefix, suffix, separator, timestampHeader } = of;
  const rest = `value.substring(start.length()${suffix === '' ? '' : `, value.length() - ${suffix.length}`})`;
  const digest =
    of.encoding === 'hex' ? 'HexFormat.of().formatHex' : 'Base64.getEncoder().encodeToString';
  return text([
    'import java.nio.charset.StandardCharsets;',
    'import java.security.GeneralSecurityException;',
    'import java.security.MessageDigest;',
    'import java.time.Instant;',
    'import java.util.Base64;',
    'import java.util.HexFormat;',
    'import java.util.Map;',
    'import java.util.regex.Pattern;',
    'import javax.crypto.Mac;',
    'import javax.crypto.spec.SecretKeySpec;',
    '',
    'public final class Webhooks {',
    '    /** Returns whether body, the raw bytes of the request, was signed with the secret. Names of headers are in lower case. */',
    '    public static boolean verify(Map<String, String> headers, byte[] body) throws GeneralSecurityException {',
    '        String secret = System.getenv("WEBHOOK_SECRET");',
    of.usesId && '        String id = headers.getOrDefault("webhook-id", "");',
    timestampHeader !== null &&
      `        String timestamp = headers.getOrDefault("${timestampHeader.toLowerCase()}", "");`,
    of.checksAge && '        if (!timestamp.matches("\\\\d{1,12}")) return false;',
    of.checksAge &&
      '        if (Math.abs(Instant.now().getEpochSecond() - Long.parseLong(timestamp)) > 300) return false;',
    of.decodesSecret
      ? '        byte[] key = secret.startsWith("whsec_") ? Base64.getDecoder().decode(secret.substring(6)) : secret.getBytes(StandardCharsets.UTF_8);'
      : '        byte[] key = secret.getBytes(StandardCharsets.UTF_8);',
    `        Mac mac = Mac.getInstance("Hmac${of.algorithm.toUpperCase()}");`,
    '        mac.init(new SecretKeySpec(key, mac.getAlgorithm()));',
    `        mac.update((${plus(of.before)}).getBytes(StandardCharsets.UTF_8));`,
    '        mac.update(body);',
    `        mac.update((${plus(of.after)}).getBytes(StandardCharsets.UTF_8));`,
    `        byte[] expected = ${digest}(mac.doFinal()).getBytes(StandardCharsets.UTF_8);`,
    `        String value = headers.getOrDefault(${quoted(of.header.toLowerCase())}, "");`,
    `        String start = ${plus(prefix)};`,
    '        if (!value.startsWith(start)) return false;',
    `        String[] signatures = ${separator === null ? `{${rest}}` : `${rest}.split(Pattern.quote(${quoted(separator)}))`};`,
    '        for (String signature : signatures) {',
    '            if (MessageDigest.isEqual(signature.getBytes(StandardCharsets.UTF_8), expected)) return true;',
    '        }',
    '        return false;',
    '    }',
    '}',
  ]);
}

export function csharp(of: Verification): string {
  const { prefix, suffix, separator, timestampHeader } = of;
  const rest = `value[start.Length..${suffix === '' ? '' : `^${suffix.length}`}]`;
  const digest = 'hmac.GetHashAndReset()';
  return text([
    'using System.Security.Cryptography;',
    'using System.Text;',
    '',
    'public static class Webhooks',
    '{',
    '    /// <summary>Returns whether body, the raw bytes of the request, was signed with the secret. Names of headers are in lower case.</summary>',
    '    public static bool Verify(IReadOnlyDictionary<string, string> headers, byte[] body)',
    '    {',
    '        var secret = Environment.GetEnvironmentVariable("WEBHOOK_SECRET")!;',
    of.usesId && '        var id = headers.GetValueOrDefault("webhook-id", "");',
    timestampHeader !== null &&
      `        var timestamp = headers.GetValueOrDefault("${timestampHeader.toLowerCase()}", "");`,
    of.checksAge && '        if (!long.TryParse(timestamp, out var seconds)) return false;',
    of.checksAge &&
      '        if (Math.Abs(DateTimeOffset.UtcNow.ToUnixTimeSeconds() - seconds) > 300) return false;',
    of.decodesSecret
      ? '        var key = secret.StartsWith("whsec_") ? Convert.FromBase64String(secret[6..]) : Encoding.UTF8.GetBytes(secret);'
      : '        var key = Encoding.UTF8.GetBytes(secret);',
    `        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.${of.algorithm.toUpperCase()}, key);`,
    `        hmac.AppendData(Encoding.UTF8.GetBytes(${plus(of.before)}));`,
    '        hmac.AppendData(body);',
    `        hmac.AppendData(Encoding.UTF8.GetBytes(${plus(of.after)}));`,
    `        var expected = Encoding.UTF8.GetBytes(${of.encoding === 'hex' ? `Convert.ToHexString(${digest}).ToLowerInvariant()` : `Convert.ToBase64String(${digest})`});`,
    `        var value = headers.GetValueOrDefault(${quoted(of.header.toLowerCase())}, "");`,
    `        var start = ${plus(prefix)};`,
    '        if (!value.StartsWith(start, StringComparison.Ordinal)) return false;',
    `        var signatures = ${separator === null ? `new[] { ${rest} }` : `${rest}.Split(${quoted(separator)})`};`,
    '        return signatures.Any(one => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(one), expected));',
    '    }',
    '}',
  ]);
}

export function rust(of: Verification): string {
  const { prefix, suffix, separator, timestampHeader, algorithm } = of;
  const pack = algorithm === 'sha1' ? 'sha1' : 'sha2';
  const type = `S${algorithm.slice(1)}`;
  const list = (template: string): string =>
    `[${filled(template, { literal: quoted, join: ', ', name: (word) => `${word}.as_str()` })}].concat()`;
  const decode = of.encoding === 'hex' ? 'hex::decode(one)' : 'STANDARD.decode(one)';
  return text([
    `// Cargo.toml: ${[`hmac = "0.12"`, `${pack} = "0.10"`, ...(of.encoding === 'hex' ? ['hex = "0.4"'] : []), ...(of.encoding === 'base64' || of.decodesSecret ? ['base64 = "0.22"'] : [])].join(', ')}`,
    (of.encoding === 'base64' || of.decodesSecret) &&
      'use base64::{engine::general_purpose::STANDARD, Engine};',
    'use hmac::{Hmac, Mac};',
    `use ${pack}::${type};`,
    'use std::collections::HashMap;',
    of.checksAge && 'use std::time::{SystemTime, UNIX_EPOCH};',
    '',
    '/// Returns whether `body`, the raw bytes of the request, was signed with the secret. Names of headers are in lower case.',
    'pub fn verify(headers: &HashMap<String, String>, body: &[u8]) -> bool {',
    '    let secret = std::env::var("WEBHOOK_SECRET").expect("WEBHOOK_SECRET");',
    '    let get = |name: &str| headers.get(name).cloned().unwrap_or_default();',
    of.usesId && '    let id = get("webhook-id");',
    timestampHeader !== null && `    let timestamp = get("${timestampHeader.toLowerCase()}");`,
    of.checksAge &&
      '    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs() as i64;',
    of.checksAge && '    let Ok(seconds) = timestamp.parse::<i64>() else { return false };',
    of.checksAge && '    if (now - seconds).abs() > 300 {',
    of.checksAge && '        return false;',
    of.checksAge && '    }',
    of.decodesSecret
      ? '    let key = match secret.strip_prefix("whsec_") {\n        Some(encoded) => STANDARD.decode(encoded).unwrap_or_default(),\n        None => secret.into_bytes(),\n    };'
      : '    let key = secret.into_bytes();',
    `    let value = get(${quoted(of.header.toLowerCase())});`,
    `    let start: String = ${list(prefix)};`,
    '    let Some(rest) = value.strip_prefix(start.as_str()) else { return false };',
    suffix !== '' &&
      `    let Some(rest) = rest.strip_suffix(${quoted(suffix)}) else { return false };`,
    `    let signatures: Vec<&str> = ${separator === null ? 'vec![rest]' : `rest.split(${quoted(separator)}).collect()`};`,
    '    signatures.iter().any(|one| {',
    `        let Ok(given) = ${decode} else { return false };`,
    `        let mut mac = Hmac::<${type}>::new_from_slice(&key).expect("any length");`,
    `        mac.update(${list(of.before)}.as_bytes());`,
    '        mac.update(body);',
    `        mac.update(${list(of.after)}.as_bytes());`,
    '        mac.verify_slice(&given).is_ok()',
    '    })',
    '}',
  ]);
}
