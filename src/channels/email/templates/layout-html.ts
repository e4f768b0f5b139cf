/**
 * The layout of every mail: tables and inline styles, since many mail programs ignore everything else. The
 * style sheet in the head only adds dark colours and narrow screens for programs that support it.
 */
export const LAYOUT_HTML = `<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>{{subject}}</title>
<style>
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) {
  .pad { padding-left: 20px !important; padding-right: 20px !important; }
  .fact-name, .fact-value { display: block !important; width: auto !important; }
  .fact-name { padding-bottom: 0 !important; border-bottom: 0 !important; }
  .button a { display: block !important; text-align: center !important; }
}
@media (prefers-color-scheme: dark) {
  .page { background-color: #14171c !important; }
  .card { background-color: #1e2228 !important; border-color: #343b45 !important; }
  .ink { color: #f0f2f5 !important; }
  .soft { color: #a9b2bd !important; }
  .line { border-color: #343b45 !important; }
  .code { color: #d7dde5 !important; }
  .note { background-color: #262b33 !important; }
  .chip-good { background-color: #123528 !important; color: #7fdcb5 !important; }
  .chip-bad { background-color: #43191b !important; color: #ffaaa5 !important; }
  .chip-warning { background-color: #40290c !important; color: #ffc98a !important; }
  .chip-neutral { background-color: #1b2c4a !important; color: #a9c7ff !important; }
  .link { color: #9cc0ff !important; }
}
</style>
</head>
<body class="page" style="margin:0; padding:0; width:100%; background-color:#f3f5f8; -webkit-text-size-adjust:100%;">
<div style="display:none; max-height:0; max-width:0; overflow:hidden; opacity:0; mso-hide:all;">{{preview}}</div>
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="background-color:#f3f5f8;">
<tr><td align="center" style="padding:28px 12px 36px;">
  <!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
  <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px; font-family:{{font}};">
  <tr><td class="pad soft" style="padding:0 36px 14px; font-size:14px; line-height:20px; font-weight:600; color:#4a5562;">{{brand}}</td></tr>
  <tr><td class="card" style="background-color:#ffffff; border:1px solid #dfe4ea; border-radius:12px;">
    <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
    <tr><td class="pad" style="padding:32px 36px 0;">
      <span class="{{chip.name}}" style="display:inline-block; padding:4px 10px; border-radius:999px; font-size:12px; line-height:16px; font-weight:600; background-color:{{chip.background}}; color:{{chip.color}};">{{label}}</span>
      {{#if isSandbox}}<span class="chip-warning" style="display:inline-block; margin-left:4px; padding:4px 10px; border-radius:999px; font-size:12px; line-height:16px; font-weight:600; background-color:#fff1dc; color:#8a4b08;">Sandbox</span>{{/if}}
      <h1 class="ink" style="margin:14px 0 8px; font-size:24px; line-height:31px; font-weight:650; color:#17202b;">{{title}}</h1>
      {{#if lead}}<p class="ink" style="margin:0; font-size:16px; line-height:25px; color:#303b48;">{{lead}}</p>{{/if}}
    </td></tr>
{{> body}}
    {{#if advice}}
    <tr><td class="pad" style="padding:22px 36px 0;">
      <table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
      <td class="note ink" style="padding:14px 16px; border-radius:8px; background-color:#f3f5f8; font-size:15px; line-height:23px; color:#303b48;">{{advice}}</td>
      </tr></table>
    </td></tr>
    {{/if}}
    {{#if button}}
    <tr><td class="pad" style="padding:26px 36px 0;">
      <table role="presentation" class="button" cellpadding="0" cellspacing="0" border="0"><tr>
      <td style="border-radius:8px; background-color:#1f4fd1;"><a href="{{button.url}}" style="display:inline-block; padding:13px 24px; border-radius:8px; font-size:16px; line-height:20px; font-weight:600; color:#ffffff; text-decoration:none;">{{button.label}}</a></td>
      </tr></table>
    </td></tr>
    {{/if}}
    <tr><td style="padding:0 0 34px; font-size:0; line-height:0;">&nbsp;</td></tr>
    </table>
  </td></tr>
  <tr><td class="pad soft" style="padding:18px 36px 0; font-size:13px; line-height:20px; color:#566170; word-break:break-word;">{{footer}}</td></tr>
  </table>
  <!--[if mso]></td></tr></table><![endif]-->
</td></tr>
</table>
</body>
</html>
`;

/** The body for one event: its facts, one per row. */
export const FACTS_HTML = `    {{#if facts}}
    <tr><td class="pad" style="padding:22px 36px 0;">
      <table width="100%" cellpadding="0" cellspacing="0" border="0" class="line" style="border-top:1px solid #e4e8ee; font-size:15px; line-height:22px;">
      {{#each facts}}
      <tr>
        <th scope="row" align="left" valign="top" class="fact-name soft line" style="width:34%; padding:9px 12px 9px 0; border-bottom:1px solid #e4e8ee; font-weight:400; text-align:left; color:#566170;">{{label}}</th>
        <td valign="top" class="fact-value line {{#if isCode}}code{{else}}ink{{/if}}" style="padding:9px 0; border-bottom:1px solid #e4e8ee; color:#17202b; word-break:break-word; overflow-wrap:anywhere;{{#if isCode}} font-family:{{@root.codeFont}}; font-size:13px;{{/if}}">{{value}}</td>
      </tr>
      {{/each}}
      </table>
    </td></tr>
    {{/if}}
`;

/** The body of a digest: counts by title, and the latest events. */
export const DIGEST_HTML = `    <tr><td class="pad" style="padding:24px 36px 0;">
      <table width="100%" cellpadding="0" cellspacing="0" border="0" class="line" style="border-top:1px solid #e4e8ee; font-size:15px; line-height:22px;">
      {{#each groups}}
      <tr>
        <td valign="top" align="right" class="ink line" style="width:48px; padding:9px 14px 9px 0; border-bottom:1px solid #e4e8ee; font-weight:650; color:#17202b; white-space:nowrap;">{{count}}</td>
        <th scope="row" valign="top" class="ink line" style="padding:9px 12px 9px 0; border-bottom:1px solid #e4e8ee; font-weight:400; text-align:left; color:#17202b;">{{title}}</th>
        <td valign="top" align="right" class="soft line" style="padding:9px 0; border-bottom:1px solid #e4e8ee; font-size:13px; color:#566170;">last {{latest}}</td>
      </tr>
      {{/each}}
      </table>
    </td></tr>
    <tr><td class="pad" style="padding:26px 36px 0;">
      <h2 class="ink" style="margin:0 0 8px; font-size:16px; line-height:22px; font-weight:650; color:#17202b;">The latest</h2>
      <table width="100%" cellpadding="0" cellspacing="0" border="0" class="line" style="border-top:1px solid #e4e8ee; font-size:14px; line-height:20px;">
      {{#each items}}
      <tr>
        <td valign="top" class="line" style="padding:8px 12px 8px 0; border-bottom:1px solid #e4e8ee;"><a href="{{link}}" class="link" style="color:#1f4fd1; text-decoration:none; font-weight:600;">{{title}}</a>{{#if id}}<br><span class="soft" style="font-family:{{@root.codeFont}}; font-size:12px; color:#566170; word-break:break-word; overflow-wrap:anywhere;">{{id}}</span>{{/if}}</td>
        <td valign="top" align="right" class="soft line" style="padding:8px 0; border-bottom:1px solid #e4e8ee; font-size:13px; color:#566170; white-space:nowrap;">{{time}}</td>
      </tr>
      {{/each}}
      </table>
      {{#if more}}<p class="soft" style="margin:12px 0 0; font-size:14px; line-height:21px; color:#566170;">and {{more}} earlier ones.</p>{{/if}}
    </td></tr>
`;
