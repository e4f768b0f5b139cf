/** Answers of Slack after which nothing gets through until somebody changes something, and what they mean. */
export const SLACK_ANSWERS = {
  no_service: 'this incoming webhook was removed or disabled',
  no_service_id: 'this incoming webhook does not exist',
  no_active_hooks: 'this incoming webhook was disabled',
  invalid_token: 'the URL is not one of an incoming webhook, or was revoked',
  token_revoked: 'this incoming webhook was revoked',
  no_team: 'the workspace does not exist',
  team_disabled: 'the workspace is not active any more',
  channel_not_found: 'the channel of this incoming webhook does not exist any more',
  channel_is_archived: 'the channel of this incoming webhook is archived',
  action_prohibited: 'an administrator of the workspace does not allow messages here',
  posting_to_general_channel_denied: 'the workspace does not allow messages to its main channel',
  user_not_found: 'the person that this incoming webhook writes to does not exist any more',
} as const;

export type SlackAnswer = keyof typeof SLACK_ANSWERS;
