/** The ways out that an endpoint can be of, the default one first. */
export const CHANNELS = ['webhook', 'email', 'slack'] as const;

export type ChannelName = (typeof CHANNELS)[number];
