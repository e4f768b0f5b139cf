import { readFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { AssetLinks } from '../assets/index.js';
import { CATALOGUE } from '../catalogue/index.js';
import type { LiveCatalogue } from '../catalogue/index.js';
import { systemClock } from '../common/index.js';
import { SETTINGS } from '../config/index.js';
import type { MailSettings, RunSettings } from '../config/index.js';
import { createSender, exemptRanges } from '../transport/index.js';
import { CHANNELS_IN_USE } from './channel.js';
import type { Channels } from './channel.js';
import { createMailSender, EmailChannel } from './email/index.js';
import { InspectorChannel } from './inspector/inspector-channel.js';
import { SlackChannel } from './slack/slack-channel.js';
import { WebhookChannel } from './webhook/webhook-channel.js';

const SENDER = Symbol('sender');

/** Provides the channels as `CHANNELS_IN_USE`. Needs settings, catalogue and assets. */
@Module({
  providers: [
    {
      provide: SENDER,
      inject: [SETTINGS],
      useFactory: (settings: RunSettings) => {
        const { production, allowedPorts, allowedPrivateCidrs, dnsServers, extraCaFile } = settings;
        return createSender({
          ...exemptRanges(allowedPrivateCidrs),
          receivers: { production, allowedPorts },
          names: { dnsServers },
          ...(extraCaFile !== undefined && { extraCa: readFileSync(extraCaFile, 'utf8') }),
        });
      },
    },
    {
      provide: CHANNELS_IN_USE,
      inject: [SENDER, AssetLinks, CATALOGUE, SETTINGS],
      useFactory: (
        sender: ReturnType<typeof createSender>,
        assets: AssetLinks,
        catalogue: LiveCatalogue,
        settings: RunSettings,
      ): Channels => {
        const options = {
          userAgent: settings.userAgent,
          timeoutMs: settings.deliveryTimeoutMs,
          responseBodyLimitBytes: settings.responseBodyLimitBytes,
        };
        const { mail, publicUrl } = settings;
        return {
          inspector: new InspectorChannel(systemClock, assets, settings.userAgent),
          webhook: new WebhookChannel(sender, systemClock, assets, options),
          slack: new SlackChannel(sender, systemClock, catalogue, { ...options, publicUrl }),
          ...(mail && { email: emailChannel(mail, catalogue, settings) }),
        };
      },
    },
  ],
  exports: [CHANNELS_IN_USE],
})
export class ChannelsModule {}

function emailChannel(
  mail: MailSettings,
  catalogue: LiveCatalogue,
  { extraCaFile, deliveryTimeoutMs, publicUrl }: RunSettings,
): EmailChannel {
  const extraCa = extraCaFile === undefined ? undefined : readFileSync(extraCaFile, 'utf8');
  return new EmailChannel(createMailSender(mail.server, extraCa), systemClock, catalogue, {
    from: mail.from,
    publicUrl,
    timeoutMs: deliveryTimeoutMs,
  });
}
