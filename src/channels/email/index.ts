export { EmailChannel } from './email-channel.js';
export { createMailSender } from './smtp/send-mail.js';
