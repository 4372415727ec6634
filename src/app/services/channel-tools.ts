/** Channels and deliveries for the API: masking, refusals, test sends. */
import type { ChannelTools } from '../../api/services.ts';
import type { CreateSender } from '../../channels/channel-lanes.ts';
import { maskSettings } from '../../channels/mask-settings.ts';
import { sendTest } from '../../channels/test-send.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { MessagePorts } from '../../notify/message.ts';
import type { ChannelConfig } from '../../notify/channel.ts';

export function channelTools(ports: {
  readonly createSender: CreateSender;
  readonly message: MessagePorts;
  readonly clock: Clock;
}): ChannelTools {
  return {
    mask: (channel: ChannelConfig) => maskSettings(channel),
    problems: (channel) => {
      const sender = ports.createSender(channel);
      if (!sender.ok) return sender.error;
      void sender.value.close();
      return [];
    },
    testSend: (channel) => sendTest(channel, ports),
  };
}
