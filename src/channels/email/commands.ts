/** What the commands in `scripts` take out of the build. */
export { viewDigest } from './mails/view-digest.js';
export { viewEvent } from './mails/view-event.js';
export { viewTest } from './mails/view-test.js';
export { composeMail } from './smtp/compose-mail.js';
export { createMailSender } from './smtp/send-mail.js';
export { renderMail } from './templates/render-mail.js';
